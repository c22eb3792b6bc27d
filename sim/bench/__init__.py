"""Benchmarks: ratios measured in one run, held against targets and against a committed baseline."""
