"""Reports: a page of insights kept as it was, with its statements, whatever the data does later."""
