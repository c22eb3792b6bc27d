"""What happens minute by minute: dispatch, travel, attendance, visits, deterrence. NumPy and numba only."""
