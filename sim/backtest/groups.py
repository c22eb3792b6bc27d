"""Categories one by one, then all crime and all rows together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import ASB_CATEGORY

ALL_CRIME: Final = "All crime"
ALL_ROWS: Final = "All rows"


class Group(NamedTuple):
    """Counts of a category, or of several together.

    Parameters
    ----------
    name
        Its name.
    is_category
        Whether it is one category.
    counts
        (..., n_areas) rows.
    """

    name: str
    is_category: bool
    counts: NDArray[np.int32]


def with_sums(tables: Iterable[tuple[str, NDArray[np.int32]]]) -> Iterator[Group]:
    """Pass on the counts of every category, and then those of all crime and of all rows.

    Parameters
    ----------
    tables
        Category and its (..., n_areas) counts, one at a time: all of them may be more than memory holds.

    Yields
    ------
    Group
        The categories in their order; then, where there are several, their sums.
    """
    crime: list[NDArray[np.int32]] = []
    rows: list[NDArray[np.int32]] = []
    names = []
    for name, counts in tables:
        yield Group(name, is_category=True, counts=counts)
        names.append(name)
        if name != ASB_CATEGORY:
            _add(crime, counts)
        _add(rows, counts)
    if ASB_CATEGORY in names and len(names) > 2:
        yield Group(ALL_CRIME, is_category=False, counts=crime[0])
    if len(names) > 1:
        yield Group(ALL_ROWS, is_category=False, counts=rows[0])


def _add(total: list[NDArray[np.int32]], counts: NDArray[np.int32]) -> None:
    """Add counts to a total that may not have begun."""
    if total:
        total[0] += counts
    else:
        total.append(counts.copy())
