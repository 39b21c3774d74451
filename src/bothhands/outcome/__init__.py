"""What it amounts to: traceable functions of flows, the same in plan and report."""
