"""What the agent does by itself: a trigger, an act, an owner, and a record of every run."""
