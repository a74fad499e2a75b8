"""Acquisition: where visits and customers came from, and what they cost."""
