"""A2A 1.0 over the log of runs: a task is a run, and its id is the run's."""
