"""Attraction: which links a region lacks or has weak, and what would have to be true of a firm that fills them."""
