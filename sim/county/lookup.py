"""Areas of one vintage and their counterparts of another: the census of 2021 redrew some areas of 2011.

A code stands for the same ground in both vintages or occurs in one of them only: the publisher never gives a code to
other ground. So a code alone tells which vintage it is of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sim.county import tables
from sim.county.records_config import Lookup
from sim.county.source import Source

Counterparts = Mapping[str, tuple[str, ...]]
"""For each code that is no area of the county, the codes of the other vintage that share ground with it, in order;
some of these may lie outside the county."""


def read_lookup(spec: Lookup, codes: list[str], source: Source) -> Counterparts | None:
    """Read which codes of another vintage mean which areas of the county.

    Parameters
    ----------
    spec
        The file and its columns.
    codes
        Codes of the county's areas.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    Counterparts | None
        Those of every code that shares ground with an area of the county; None if anything is wrong.
    """
    columns = {"lsoa11": spec.lsoa11, "lsoa21": spec.lsoa21}
    table = tables.read_table("lookup", spec.path, columns, "areas of 2011 and of 2021", spec.published, source)
    if table is None:
        return None
    table = table.dropna()
    ours = set(codes)
    if codes and ours.isdisjoint(table["lsoa11"]) and ours.isdisjoint(table["lsoa21"]):
        what = f"{spec.path!r} names no area of the county in {spec.lsoa11!r} or {spec.lsoa21!r}"
        source.wrong(
            "lookup", what, f"areas have codes such as {codes[0]!r}; check the columns and the part of the country"
        )
        return None
    found: dict[str, set[str]] = defaultdict(set)
    for old, new in zip(table["lsoa11"], table["lsoa21"], strict=True):
        if old not in ours:
            found[old].add(new)
        if new not in ours:
            found[new].add(old)
    return {code: tuple(sorted(others)) for code, others in found.items() if not ours.isdisjoint(others)}
