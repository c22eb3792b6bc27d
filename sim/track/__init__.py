"""Patrol planned and delivered."""
