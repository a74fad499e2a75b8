"""Marketing Agent: from a store's exports to numbers that open and campaigns that roll back."""

__version__ = "0.1.0"
