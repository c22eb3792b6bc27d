"""Names of police.uk categories, spelled in one way: what is fitted, simulated and weighed finds a category by its name."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from sim.county.source import Source
from sim.harm.components import ASB_CATEGORY
from sim.records.encode import Encoded, encode_full

PUBLISHED = (
    ASB_CATEGORY,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
"""As data.police.uk has written them since 2013."""


def _plain(name: str) -> str:
    """Write a name without capitals, hyphens and spaces."""
    return re.sub(r"[\W_]+", "", name.casefold())


_BY_PLAIN = {_plain(name): name for name in PUBLISHED}


def spelled(name: str) -> str:
    """Spell a category as published, whatever its capitals and hyphens; one that is not published stays as it is."""
    return _BY_PLAIN.get(_plain(name), name)


def encode_categories(where: str, column: pa.ChunkedArray, path: str, source: Source) -> Encoded | None:
    """Encode a column of categories, two spellings of one together; None, and a problem noted, where a row has none."""
    found = encode_full(where, column, path, source)
    if found is None:
        return None
    names = [spelled(name) for name in found.name]
    once = sorted(set(names))
    renumbered = np.array([once.index(name) for name in names], dtype=np.int32)
    return Encoded(once, renumbered[found.which])
