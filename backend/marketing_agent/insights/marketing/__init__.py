"""Marketing: what ads cost and bring as their platforms count it, beside other attributions."""
