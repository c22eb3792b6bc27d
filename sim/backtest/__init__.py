"""Backtest: the last months are hidden from the fit, foreseen, and held against what was recorded in them."""
