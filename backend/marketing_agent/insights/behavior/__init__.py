"""Behaviour: from a visit to an order, step by step; searches and abandoned checkouts."""
