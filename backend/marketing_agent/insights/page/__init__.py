"""What every page of insights is made of: stored statements in, titled tables with a mark out."""
