"""OAuth for apps of others: what they find, how they register, how they come to tokens."""
