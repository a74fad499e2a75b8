"""Apps of others that a person connects: they act for that person, never for more."""
