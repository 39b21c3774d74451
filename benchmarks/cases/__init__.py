"""One file a case: a docstring that says what is measured, and `rows(size)`."""
