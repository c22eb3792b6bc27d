"""Commands: what people decide, as SimPy processes over the street."""
