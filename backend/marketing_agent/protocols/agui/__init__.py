"""AG-UI 1.0 over the log of runs."""
