"""Who is missing from which shift: one mark for each officer and shift, counted by the officer and the shift."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.keys import Purpose, philox_key
from sim.philox import fill_single


def abstraction_marks(seed: int, replication: int, n_officers: int, n_shifts: int) -> NDArray[np.float32]:
    """Draw the marks that settle who turns up: an officer works shift k when mark k < its presence.

    Parameters
    ----------
    seed, replication
        The study's seed and the replication; the scenario is no part of the key.
    n_officers
        Officers; more of them leave the marks of the others as they were.
    n_shifts
        Shifts that any one officer can be rostered for: one more than the largest shift number.

    Returns
    -------
    NDArray[np.float32]
        (n_officers, n_shifts) uniforms on [0, 1). A larger table contains the smaller one, so one table, drawn
        once for a replication at the size of the largest scenario, serves every scenario.
    """
    marks = np.empty((n_officers, n_shifts), dtype=np.float32)
    fill_single(philox_key(seed, replication, Purpose.ABSTRACTION), marks)
    return marks
