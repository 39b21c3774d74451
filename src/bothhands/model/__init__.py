"""What would happen: four bodies and the signals between them, one compiled run."""
