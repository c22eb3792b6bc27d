"""Share visits out in proportion to scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.allocation import Question
from sim.target.plan import choose


def proportional(question: Question) -> NDArray[np.int64]:
    """Give the areas of highest score visits in proportion to it.

    Parameters
    ----------
    question
        What there is to be shared out.

    Returns
    -------
    NDArray[np.int64]
        (n_areas,) visits a day. Together they are as many as if all got the same; none gets more than the most, and what
        that cuts goes to the others. Whole visits by largest remainder, the higher score first among equals; an area whose
        part rounds to none gets none.
    """
    chosen = choose(question.rank_score, question.hotspots)
    total = question.visits_per_day * chosen.size
    visits = np.zeros(question.score.size, dtype=np.int64)
    part = _parts(question.score[chosen], total, question.most)
    whole = np.floor(part + 1e-9).astype(np.int64)
    left = total - int(whole.sum())
    first = np.argsort(whole - part, kind="stable")
    whole[first[:left]] += 1
    visits[chosen] = whole
    return visits


def _parts(score: NDArray[np.float64], total: int, most: int) -> NDArray[np.float64]:
    """Share a total out by scores, none above the most; there is room, as `total` is at most `most` for each."""
    part = np.zeros(score.size)
    full = np.zeros(score.size, dtype=bool)
    while not full.all():
        part[full] = most
        part[~full] = score[~full] * (total - most * full.sum()) / score[~full].sum()
        over = ~full & (part > most)
        if not over.any():
            break
        full |= over
    return part
