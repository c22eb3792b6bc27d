"""Patrol that is delivered as stated: visits at stated times, and what they prevent by the rules of the street."""
