"""Anomalies of a series of numbers. Strictly causal: a row is judged by rows up to it alone."""
