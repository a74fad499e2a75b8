"""Domain events for other systems: signed calls to addresses that an owner added."""
