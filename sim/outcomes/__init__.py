"""Measures of a run, paired comparison of runs, costs and who got the service."""
