"""What language models do here: the only place that knows their clients."""
