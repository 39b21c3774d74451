"""Is it right: one file a case."""
