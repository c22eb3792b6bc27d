"""What became of recorded crimes, by category."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sim.county.files_config import FilesCounty
from sim.county.records_config import OutcomeFiles
from sim.county.source import Source
from sim.errors import InputError
from sim.records.encode import ABSENT, Encoded, encode_full, encode_months
from sim.records.files import Tables, read_tables
from sim.records.street_rows import StreetRows, read_street_rows

CHARGED = frozenset({"suspect charged", "suspect charged as part of another case"})


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Crimes by category and by their last outcome.

    Parameters
    ----------
    first, last
        Months of the outcomes; crimes are counted that were recorded in these.
    category
        (n_categories,) police.uk categories, anti-social behaviour left out, which has no outcomes.
    outcome
        (n_outcomes,) outcomes, as published.
    crimes
        (n_categories,) crimes.
    count
        (n_categories, n_outcomes) those of them whose last outcome so far is this one; the rest have none yet.
    unmatched
        Crimes with an outcome that are not among the street rows of these months: most are older.
    """

    first: str
    last: str
    category: tuple[str, ...]
    outcome: tuple[str, ...]
    crimes: NDArray[np.int64]
    count: NDArray[np.int64]
    unmatched: int

    @property
    def charged(self) -> NDArray[np.int64]:
        """Crimes of each category for which a suspect was charged: (n_categories,)."""
        chosen = np.array([name.lower() in CHARGED for name in self.outcome])
        charged: NDArray[np.int64] = self.count[:, chosen].sum(axis=1)
        return charged


class _Decisions(NamedTuple):
    """The rows of the files of outcomes."""

    crime_id: pa.Array
    month: Encoded
    outcome: Encoded

    def until(self, last: str) -> _Decisions:
        """Keep the months up to one."""
        kept = [name for name in self.month.name if name <= last]
        early = self.month.which < len(kept)
        return _Decisions(
            self.crime_id.filter(pa.array(early)),
            Encoded(kept, self.month.which[early]),
            Encoded(self.outcome.name, self.outcome.which[early]),
        )


def read_outcomes(config: FilesCounty, base: Path, file: str, until: str | None = None) -> Outcomes | None:
    """Read what became of the crimes among a county's street rows.

    Parameters
    ----------
    config
        The county; both its `street` and its `outcomes` are read.
    base
        Folder that relative paths start from.
    file
        The county file as the user named it, for error messages.
    until
        Last month to use, YYYY-MM; all that there are if None.

    Returns
    -------
    Outcomes | None
        Crimes by outcome; None if the county names no such files, or they begin later.

    Raises
    ------
    InputError
        If anything is wrong with them; carries all problems found.

    Notes
    -----
    Crimes of the last months have had less time: what is counted is a floor of what will become of them.
    """
    if config.outcomes is None or config.street is None:
        return None
    source = Source(base, file)
    street = read_street_rows(config.street, source)
    decisions = _read_decisions(config.outcomes, source)
    if street is None or decisions is None:
        raise InputError(source.problems)
    decisions = decisions.until(until or decisions.month.name[-1])
    return _joined(street, decisions) if decisions.month.name else None


def _read_decisions(spec: OutcomeFiles, source: Source) -> _Decisions | None:
    """Read the rows of the files of outcomes; None, and a problem noted, if anything is wrong."""
    tables = Tables(
        where="outcomes",
        path=spec.path,
        ending=spec.ending("outcomes"),
        columns=spec.columns.model_dump(),
        contents="what became of recorded crimes",
        published=spec.published,
    )
    table = read_tables(tables, source, notes=[])
    if table is None:
        return None
    month = encode_months("outcomes.columns.month", table["month"], spec.path, source)
    outcome = encode_full("outcomes.columns.outcome", table["outcome"], spec.path, source)
    if month is None or outcome is None:
        return None
    return _Decisions(table["crime_id"].combine_chunks(), month, outcome)


def _joined(street: StreetRows, decisions: _Decisions) -> Outcomes:
    """Find the last outcome of each crime, and count crimes by it."""
    month, outcome = decisions.month, decisions.outcome
    first, last = month.name[0], month.name[-1]
    in_time = np.array([first <= name <= last for name in street.month.name])[street.month.which]
    crime, category = _first_of_each(street.crime_id.combine_chunks(), street.category.which, in_time)
    identity, decided = _last_of_each(decisions.crime_id, month.which, outcome.which)
    position = _positions(crime, identity)
    found = position >= 0
    identified = np.unique(category)
    shape = (len(street.category.name), len(outcome.name))
    cell = category[position[found]].astype(np.int64) * shape[1] + decided[found]
    count = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    return Outcomes(
        first=first,
        last=last,
        category=tuple(street.category.name[number] for number in identified),
        outcome=tuple(outcome.name),
        crimes=np.bincount(category, minlength=shape[0])[identified],
        count=count[identified],
        unmatched=int((~found).sum()),
    )


def _first_of_each(
    crime_id: pa.Array, category: NDArray[np.int32], chosen: NDArray[np.bool_]
) -> tuple[pa.Array, NDArray[np.int32]]:
    """Give the chosen rows' identities, each once, and the category under which each came first."""
    coded = crime_id.filter(pa.array(chosen)).dictionary_encode()
    which = coded.indices.fill_null(ABSENT).to_numpy(zero_copy_only=False)
    _, row = np.unique(which, return_index=True)
    row = row[which[row] >= 0]
    return coded.dictionary.take(pa.array(which[row])), category[chosen][row]


def _last_of_each(
    crime_id: pa.Array, month: NDArray[np.int32], outcome: NDArray[np.int32]
) -> tuple[pa.Array, NDArray[np.int32]]:
    """Give identities, each once, and the outcome of each in its last month; of one month, that which stands last."""
    coded = crime_id.dictionary_encode()
    which = coded.indices.fill_null(ABSENT).to_numpy(zero_copy_only=False)
    order = np.lexsort((month, which))
    is_last = np.append(which[order][1:] != which[order][:-1], True)
    row = order[is_last]
    row = row[which[row] >= 0]
    return coded.dictionary.take(pa.array(which[row])), outcome[row]


def _positions(among: pa.Array, wanted: pa.Array) -> NDArray[np.int64]:
    """Find each wanted identity among others: its position; −1 where it is not there."""
    found: NDArray[np.int64] = pc.index_in(wanted, among).fill_null(ABSENT).to_numpy(zero_copy_only=False)
    return found
