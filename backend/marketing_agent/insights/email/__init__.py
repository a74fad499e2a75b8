"""E-mail and SMS: funnel, rates by definition, revenue beside the store's, send times, warnings."""
