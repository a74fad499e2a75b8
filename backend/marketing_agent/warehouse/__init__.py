"""Versioned columnar files of each workspace, and the lake they can be rebuilt from."""
