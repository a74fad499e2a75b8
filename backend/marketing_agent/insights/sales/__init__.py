"""Sales: from gross to total, over time, by what they can be split by, refunds on both bases."""
