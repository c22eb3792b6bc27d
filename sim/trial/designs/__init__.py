"""Designs of a pilot behind one Protocol: who is to be patrolled when."""
