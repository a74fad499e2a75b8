"""Baskets: which products are bought together, and how sure that is."""
