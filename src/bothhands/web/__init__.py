"""Web: the doors of a desk. REST under `/api/v1`; pages beside it. No arithmetic, no JAX."""
