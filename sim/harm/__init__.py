"""Harm indices and the numba kernels that score harm."""
