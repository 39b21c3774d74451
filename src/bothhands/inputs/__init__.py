"""What is known: the region's tables, checked, dated and named by an edition."""
