"""Incident logs made of arrays."""

import numpy as np

from sim.records.incidents import Incidents


def make_log(origin, call_min, **rest):
    """A log of calls of one type in one area unless said otherwise; what is not given is unknown."""
    call_min = np.asarray(call_min, dtype=np.float64)
    order = np.argsort(call_min, kind="stable")
    unknown = np.full(call_min.size, np.nan)
    columns = {
        "area": np.zeros(call_min.size, dtype=np.int16),
        "x_m": unknown,
        "y_m": unknown,
        "kind": np.zeros(call_min.size, dtype=np.int16),
        "grade": np.zeros(call_min.size, dtype=np.int8),
        "dispatch_min": unknown,
        "arrival_min": unknown,
        "clear_min": unknown,
        "hate": np.zeros(call_min.size, dtype=np.bool_),
    }
    names = rest.pop("kind_name", ("call",))
    columns = {name: np.asarray(rest.get(name, column))[order] for name, column in columns.items()}
    return Incidents(origin=origin, call_min=call_min[order], kind_name=names, **columns)
