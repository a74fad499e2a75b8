"""Journeys: what is bought after what, and how visits become orders."""
