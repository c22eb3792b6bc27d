"""The open data of a real county: what is needed, where it is published, fetching it, and checking what is there."""
