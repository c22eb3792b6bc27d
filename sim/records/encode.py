"""Columns of text as numbers into a short list of names."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.county.months import MONTH_PATTERN
from sim.county.source import Source, some

ABSENT = -1


class Encoded(NamedTuple):
    """A column as names in alphabetical order, and (n,) which of them each row has; −1 where it is empty."""

    name: list[str]
    which: NDArray[np.int32]


def encode(column: pa.ChunkedArray) -> Encoded:
    """Encode a column of text; spaces around a text are dropped, and nothing but spaces is empty."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    raw = ["" if text is None else text.strip() for text in coded.dictionary.to_pylist()]
    names = sorted(set(raw) - {""})
    number = {name: position for position, name in enumerate(names)}
    renumbered = np.array([number.get(text, ABSENT) for text in raw] + [ABSENT], dtype=np.int32)
    return Encoded(names, renumbered[coded.indices.fill_null(len(raw)).to_numpy(zero_copy_only=False)])


def encode_full(where: str, column: pa.ChunkedArray, path: str, source: Source) -> Encoded | None:
    """Encode a column in which every row must have a text; None, and a problem noted, where one has none."""
    full = encode(column)
    empty = int((full.which == ABSENT).sum())
    if empty:
        source.wrong(where, f"{empty} rows of {path!r} have no {where.rsplit('.', 1)[-1]}")
        return None
    return full


def encode_months(where: str, column: pa.ChunkedArray, path: str, source: Source) -> Encoded | None:
    """Encode a column of months; None, and a problem noted, where a row has none as YYYY-MM."""
    months = encode_full(where, column, path, source)
    wrong = [name for name in months.name if not re.match(MONTH_PATTERN, name)] if months else []
    if wrong:
        what = f"{path!r} has {some(wrong)} for a month"
        source.wrong(where, what, "write months as YYYY-MM, say 2021-03; name the column that has them so")
        return None
    return months
