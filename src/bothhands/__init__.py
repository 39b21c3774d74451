"""bothhands: plan a region through an epidemic, health in one hand, the economy in the other."""

__version__ = "0.1.0"
