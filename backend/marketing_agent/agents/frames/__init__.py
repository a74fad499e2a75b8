"""Frames: views of a store inside other sites, read only, signed, and ended at will."""
