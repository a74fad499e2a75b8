"""Carrying a run out: plan, steps, answer; from the log onwards after any interruption."""
