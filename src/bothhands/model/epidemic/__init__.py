"""The epidemic body, owner of persons."""
