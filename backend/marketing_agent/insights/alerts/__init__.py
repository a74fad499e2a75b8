"""Alerts: what a store's numbers say somebody should look at, until somebody has."""
