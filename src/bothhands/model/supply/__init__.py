"""The supply body, owner of tonnes and pieces."""
