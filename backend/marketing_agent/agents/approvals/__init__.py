"""One record per act that leaves the house, behind every protocol."""
