"""What may be decided: levers, dated measures, and the exact way between them."""
