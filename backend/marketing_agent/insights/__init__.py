"""What numbers mean beside each other: rules over compiled queries, no model."""
