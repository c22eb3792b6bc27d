"""Bare compiled kernels to measure by: the least that a machine can do, however good the program.

They import nothing of the program but its compile options, and they must not change: every committed ratio is over one of
them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import kernel

SLOTS = 2_048
SLOT_MIN = 0.25
LIVE_EVENTS = 150
LONGEST_MIN = 60.0
"""A county has about so many units at something, each for up to about an hour."""


@kernel
def hold_steps(steps: int, live: int, popped_min: NDArray[np.float64]) -> float:
    """Take the earliest event off a timing wheel and put it back at a later time, over and over.

    Parameters
    ----------
    steps
        How often.
    live
        Number of events on the wheel, at least 1.
    popped_min
        (n,) receives the times at which the last n events were taken, as a ring: the event of step s is at s mod n.

    Returns
    -------
    float
        Minutes on the clock at the end.
    """
    head = np.full(SLOTS, -1, dtype=np.int32)
    after = np.full(live, -1, dtype=np.int32)
    due_min = np.zeros(live)
    state = np.uint64(88172645463325252)
    now_min = 0.0
    slot = 0
    for step in range(-live, steps):
        if step < 0:
            event = np.int32(step + live)
        else:
            while head[slot] < 0:
                slot = (slot + 1) & (SLOTS - 1)
            event = head[slot]
            head[slot] = after[event]
            now_min = due_min[event]
            popped_min[step % popped_min.size] = now_min
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
        time_min = now_min + LONGEST_MIN * float(state >> np.uint64(11)) / 9007199254740992.0
        due_min[event] = time_min
        place = int(time_min / SLOT_MIN) & (SLOTS - 1)
        before, beyond = -1, head[place]
        while beyond >= 0 and due_min[beyond] <= time_min:
            before, beyond = beyond, after[beyond]
        after[event] = beyond
        if before < 0:
            head[place] = event
        else:
            after[before] = event
    return now_min


@kernel
def spin(rounds: int) -> int:
    """Do arithmetic that touches no memory: what a core can do beside another one.

    Parameters
    ----------
    rounds
        How many rounds of a shift register.

    Returns
    -------
    int
        Its last state, so that the work cannot be left out.
    """
    state = np.uint64(88172645463325252)
    for _ in range(rounds):
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
    return int(state & np.uint64(0x7FFFFFFF))


@kernel
def trivial(number: int) -> int:
    """Give the next number: the least that can be compiled, and called from a cache."""
    return number + 1
