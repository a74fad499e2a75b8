"""Sources of data behind one interface, see `sdk`."""
