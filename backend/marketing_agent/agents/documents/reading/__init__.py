"""Text out of files. What a file says is kept, never followed."""
