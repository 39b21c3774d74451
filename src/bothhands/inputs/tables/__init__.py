"""One file a table; `bothhands.inputs.registry` finds them by themselves, so a new table is one new file."""
