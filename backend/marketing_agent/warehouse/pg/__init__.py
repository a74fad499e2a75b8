"""The PostgreSQL engine: every version in a schema of its own."""
