"""The study file: schema, loading, errors with line numbers."""
