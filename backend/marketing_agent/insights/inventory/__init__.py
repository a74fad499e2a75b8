"""Stock: how long it lasts, what to order, what lies still."""
