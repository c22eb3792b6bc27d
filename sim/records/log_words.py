"""Words in an incident log: types of call, grades, flags and numbers of officers, understood."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.log_config import IncidentFile
from sim.county.source import Source, some

ONE_KIND = "call"
"""Name of the only type where the log has no column of types."""
NO_KIND = "(blank)"
MOST_OFFICERS = 1_000
_YES = ("true", "yes", "y", "1", "t")
_NO = ("false", "no", "n", "0", "f", "")
_GRADES = {str(grade): grade for grade in range(1, 5)}


def kinds_of(text: pd.Series | None, spec: IncidentFile, n_rows: int) -> tuple[NDArray[np.object_], list[str]]:
    """Name the type of each call.

    Parameters
    ----------
    text
        (n,) types as the log writes them; None where it has no such column.
    spec
        Translations, and what becomes of types that have none.
    n_rows
        Number of rows.

    Returns
    -------
    tuple[NDArray[np.object_], list[str]]
        (n,) names, None where a row is to be left out; and sentences about what was not translated.
    """
    if text is None:
        return np.full(n_rows, ONE_KIND, dtype=object), []
    words = text.fillna("").replace("", NO_KIND)
    names = words.map(spec.kinds)
    other = names.isna()
    if spec.kinds and other.any():
        listed = some(list(words[other].value_counts().index))
        done = "left out" if spec.other_kinds == "leave_out" else "kept under those names"
        notes = [f"{int(other.sum()):,} rows are of types that incidents.kinds does not name ({listed}): {done}."]
    else:
        notes = []
    kept = words.where(other) if spec.other_kinds == "keep" else pd.Series(None, index=words.index, dtype=object)
    found = np.array(names.astype(object).where(~other, kept.astype(object)), dtype=object)
    found[pd.isna(found)] = None
    return found, notes


def grades_of(text: pd.Series | None, spec: IncidentFile, n_rows: int) -> tuple[NDArray[np.int8], list[str]]:
    """Give the grade of each call, 1 to 4 or 0 where unknown: (n,), and sentences about what was not understood."""
    if text is None:
        return np.zeros(n_rows, dtype=np.int8), []
    words = text.fillna("")
    grade = words.map({**_GRADES, **spec.grades})
    unknown = words[grade.isna() & (words != "")]
    notes = []
    if len(unknown):
        listed = some(list(unknown.value_counts().index))
        notes.append(f"{len(unknown):,} rows have a grade that is not in incidents.grades ({listed}): unknown.")
    return np.asarray(grade.fillna(0), dtype=np.int8), notes


def flags_of(where: str, text: pd.Series | None, n_rows: int, source: Source) -> NDArray[np.bool_] | None:
    """Read yes or no: (n,); None, and a problem noted, if anything is neither."""
    if text is None:
        return np.zeros(n_rows, dtype=np.bool_)
    words = text.fillna("").str.lower()
    unclear = list(dict.fromkeys(words[~words.isin([*_YES, *_NO])]))
    if unclear:
        source.wrong(where, f"cannot tell yes from no by {some(unclear)}", "write yes or no, true or false, 1 or 0")
        return None
    return words.isin(_YES).to_numpy(dtype=np.bool_)


def officers_of(where: str, text: pd.Series | None, source: Source) -> NDArray[np.int16] | None:
    """Read numbers of officers: (n,), 0 where blank; None, and a problem noted, if anything is no such number."""
    if text is None:
        return None
    words = text.fillna("").replace("", "0")
    figures = pd.to_numeric(words, errors="coerce")
    wrong = ~((figures >= 0) & (figures <= MOST_OFFICERS) & (figures % 1 == 0))
    if wrong.any():
        what = f"{int(wrong.sum())} values are no numbers of officers: {some(list(dict.fromkeys(words[wrong])))}"
        source.wrong(where, what, f"write whole numbers from 0 to {MOST_OFFICERS}")
        return None
    return np.asarray(figures, dtype=np.int16)
