"""Compile the kernels of this room on nothing, with the types that a run uses."""

from __future__ import annotations

import numpy as np

from sim.demand.kernels import draw_poisson, order_by_time, place_calls
from sim.demand.records import CALL
from sim.demand.rows import DESK_RULES, KIND, LOT, PLACED
from sim.demand.writing import write_calls


def warm_history() -> None:
    """Call every kernel that a history is drawn with, for no calls at all."""
    kinds, placed = np.zeros(1, dtype=KIND), np.zeros(0, dtype=PLACED)
    none, few = np.zeros(0), np.zeros((1, 1))
    counts, order = np.zeros(2, dtype=np.int32), np.zeros(0, dtype=np.int32)
    start, near = np.zeros(2, dtype=np.int32), np.zeros(0, dtype=np.int16)
    landing, candidates = np.zeros((1, 1, 1)), np.zeros((1, 1, 1), dtype=np.int16)
    lots, q = np.zeros(0, dtype=LOT), np.zeros((0, 0, 0), dtype=np.float32)
    place_calls(lots, kinds, few, few, 0, few, few, few, few, q, landing, candidates, placed, none)
    order_by_time(none, 1.0, counts, order, none)
    moves, desk, calls = np.zeros((1, 0), dtype=np.float32), np.zeros(1, dtype=DESK_RULES), np.zeros(0, dtype=CALL)
    offences = near, none, none
    write_calls(placed, order, none, kinds, desk, *offences, none, none, start, near, moves, order, placed, calls, none)
    draw_poisson(np.zeros(2, dtype=np.uint64), none, order)
