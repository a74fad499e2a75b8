"""Readers: connectors over one decoded file each."""
