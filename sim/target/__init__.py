"""Which areas are hotspots, what each is due, and who patrols it."""
