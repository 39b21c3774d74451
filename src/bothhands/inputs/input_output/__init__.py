"""A national or regional input–output table: read, put on the region's sectors, judged and balanced."""
