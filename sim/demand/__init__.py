"""Demand: the call catalogue, rates by area and hour, near-repeats, and the shared history."""
