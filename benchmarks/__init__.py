"""How fast and how large: cases measured by one harness, beside peers where there are any. Goals are stated, never asserted."""
