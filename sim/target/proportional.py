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
        part rounds to none gets none. Where an area may not have a single visit, all get the fewest that they may.
    """
    chosen = choose(question.rank_score, question.hotspots)
    total = question.visits_per_day * chosen.size
    visits = np.zeros(question.score.size, dtype=np.int64)
    least = question.fewest if question.fewest > 1 else 0
    part = _parts(question.score[chosen], total, least, question.most)
    whole = np.floor(part + 1e-9).astype(np.int64)
    left = total - int(whole.sum())
    first = np.argsort(whole - part, kind="stable")
    whole[first[:left]] += 1
    visits[chosen] = whole
    return visits


def _parts(score: NDArray[np.float64], total: int, least: int, most: int) -> NDArray[np.float64]:
    """Share a total out by scores, none below the least or above the most; there is room, as `total` is between these for each."""
    part = np.full(score.size, float(least))
    low = np.zeros(score.size, dtype=bool)
    while not low.all():
        part[~low] = _capped(score[~low], total - least * int(low.sum()), most)
        under = ~low & (part < least)
        if not under.any():
            break
        low |= under
        part[low] = least
    return part


def _capped(score: NDArray[np.float64], total: int, most: int) -> NDArray[np.float64]:
    """Share a total out by scores, none above the most."""
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
