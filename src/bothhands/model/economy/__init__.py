"""The economy body, owner of sector aggregates."""
