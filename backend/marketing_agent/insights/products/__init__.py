"""Products: what sells, what it keeps, who buys it, and what sells nothing."""
