"""Threads, runs, and the one log of what happened in them, which every protocol reads."""
