"""Doors for other agents and clients: thin, and none imports another."""
