"""Vectors of texts: our own, made here without a model, or those of a hosted model."""
