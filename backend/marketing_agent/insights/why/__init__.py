"""Why one figure changed: a few charts that tell it in order."""
