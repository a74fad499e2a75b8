"""Profit: what is left of sales after the costs that a store's files tell."""
