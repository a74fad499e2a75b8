"""What leaves the house: messages to the team so far. The mails themselves leave by `mail`."""
