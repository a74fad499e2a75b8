"""The DuckDB engine: the only package that imports duckdb."""
