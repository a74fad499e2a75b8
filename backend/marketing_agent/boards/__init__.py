"""What people keep: saved questions, and widgets laid out on their Summary."""
