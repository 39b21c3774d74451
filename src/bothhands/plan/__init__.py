"""What to do: reference strategies, the joint plan, its layers and why."""
