"""Tables with codes of one vintage, carried to the areas of a county of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

import pandas as pd

from sim.county.lookup import Counterparts


def carried(
    table: pd.DataFrame, codes: list[str], counterparts: Counterparts, combine: Callable[[list[str]], str]
) -> pd.DataFrame:
    """Add a row for each area that a table lacks and whose counterparts of another vintage it has.

    Parameters
    ----------
    table
        Text in columns ``code`` and ``column``.
    codes
        Codes of the county's areas.
    counterparts
        What codes of another vintage mean.
    combine
        Makes one value of those of several counterparts.

    Returns
    -------
    pandas.DataFrame
        The table, and after it the rows added.
    """
    lacking = set(codes) - set(table["code"])
    others: dict[str, list[str]] = defaultdict(list)
    for other, ours in sorted(counterparts.items()):
        for code in lacking.intersection(ours):
            others[code].append(other)
    rows = table.dropna()
    found = {code: rows[rows["code"].isin(names)] for code, names in sorted(others.items())}
    # counterparts that stand in the table twice make the area do so too, which its reader refuses
    added = [
        (code, combine([str(text) for text in there["column"]]))
        for code, there in found.items()
        for _ in range(int(there["code"].value_counts().max()) if len(there) else 0)
    ]
    return pd.concat([table, pd.DataFrame(added, columns=["code", "column"], dtype="str")], ignore_index=True)


def mean_of(texts: list[str]) -> str:
    """Average numbers; a text that is none is given back, for the reader to refuse."""
    figures = pd.to_numeric(pd.Series(texts, dtype="str").str.replace(",", ""), errors="coerce")
    return texts[int(figures.isna().to_numpy().argmax())] if figures.isna().any() else str(float(figures.mean()))


def most_of(texts: list[str]) -> str:
    """Give the text that most of them are, the first of several."""
    return Counter(texts).most_common(1)[0][0]
