"""Rank a county: read its files, rank, ask how sure that is, and hold it against what was published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.build import kept_areas, restrict
from sim.county.model import County
from sim.county.rank_config import RankSection
from sim.county.source import Source
from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.category import OffenceMix
from sim.harm.of_pack import Z_SCORE
from sim.rank.against import compare, read_published
from sim.rank.from_log import logged_months, months_of
from sim.rank.gather import Known, gather
from sim.rank.index import find_index
from sim.rank.lists import low_harm, top_lists
from sim.rank.outcome import TOP_TEN, Outcome
from sim.rank.ranking import rank_areas
from sim.rank.sureness import how_sure
from sim.records.components import Given, read_components
from sim.records.incidents import Incidents
from sim.records.log import read_incidents
from sim.records.recorded import Recorded
from sim.study.county_file import CountyFile
from sim.study.errors import validate
from sim.study.packs import bundle_folder, locate
from sim.study.reader import read_document

Span = tuple[str, str]
"""First and last month, YYYY-MM."""
EVER: Final = ("0000-00", "9999-99")
PUBLISHED: Final = "published"
"""Folder of `models/` with rankings that were published."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a county.

    Parameters
    ----------
    index
        Name of the index, as in `sim.rank.index.find_index`.
    months
        First and last month, YYYY-MM; None for those that the county file's section `recorded` uses, or all if it has none.
    stations
        Whether rows at the map points of police stations count.
    top
        Length of the lists of high and of low harm.
    against
        A published ranking: a CSV file, or the name of one that comes with the program; None for none.
    """

    index: str = "cambridge"
    months: Span | None = None
    stations: bool = True
    top: int = 40
    against: str | None = None


def rank_county(file: CountyFile, question: Question) -> Outcome:
    """Rank the areas of a county.

    Parameters
    ----------
    file
        The county file.
    question
        What is asked.

    Returns
    -------
    Outcome
        The ranking and how sure it is.

    Raises
    ------
    InputError
        With what is wrong with the county's files, the index or the published ranking.
    """
    file.refuse_missing()
    section = file.config.rank or RankSection()
    index = find_index(
        question.index, _mix(file, section.offence_mix), file.document.path.parent, file.base if file.is_data else None
    )
    if question.index == Z_SCORE and section.components is not None and section.components.are == "ranks":
        what = f"{Z_SCORE} adds up sizes, and these are ranks"
        do = "give counts, or choose another index with --index"
        raise InputError([file.document.problem(("rank", "components", "are"), what, do)])
    whole = file.build()
    county, known = _known(file, section, whole, question.months)
    evidence = gather(county, known, stations=question.stations)
    ranking = rank_areas(evidence, index)
    low = low_harm(evidence, ranking, index.crime)
    outcome = Outcome(
        county=county,
        index=index,
        evidence=evidence,
        ranking=ranking,
        sureness=how_sure(evidence, index, (TOP_TEN, question.top)),
        low=low,
        lists=top_lists(ranking, low, question.top),
    )
    return outcome if question.against is None else _held_against(outcome, question.against)


def _mix(file: CountyFile, name: str) -> OffenceMix:
    """Read how offences make up a police.uk category from a demand pack."""
    try:
        path = locate("demand", name, file.document.path.parent)
    except LookupError as error:
        what, do = error.args
        raise InputError([file.document.problem(("rank", "offence_mix"), what, do)]) from None
    config, problems = validate(DemandConfig, read_document(path))
    if problems:
        raise InputError(problems)
    return offence_mix(config)


def _known(file: CountyFile, section: RankSection, whole: County, months: Span | None) -> tuple[County, Known]:
    """Read what the county's files say of the areas that it keeps, in the months that are asked for."""
    keep = kept_areas(file.config, whole, file.name)
    county = restrict(whole, keep)
    given = _given(file, section, county)
    are_ranks = section.components is not None and section.components.are == "ranks"
    if given is not None and given.area.size < county.n_areas:
        return county, Known(given=given, given_ranks=are_ranks)
    recorded = _recorded(file, keep, months) if file.config.street or file.config.recorded else None
    incidents = _incidents(file, county, months) if file.config.incidents else None
    if recorded and incidents and not set(recorded.month) & set(logged_months(incidents)):
        what = "the log and the recorded rows have no month in common"
        do = "give a log of months that were recorded, or name others with --months FIRST LAST"
        raise InputError([file.document.problem(("incidents",), what, do, at_key=True)])
    if recorded is None and incidents is None and given is None:
        what = "the county file names nothing to rank by"
        raise InputError.of(file.name, what, "add a section `street`, `recorded` or `incidents`, or `rank.components`")
    return county, Known(recorded, incidents, given, given_ranks=are_ranks)


def _given(file: CountyFile, section: RankSection, county: County) -> Given | None:
    """Read the components that the county file gives."""
    if section.components is None:
        return None
    source = Source(file.base, file.name)
    with file.blamed():
        given = read_components(section.components, county.area_code, county.area_name, source)
        if given is None:
            raise InputError(source.problems)
    return given


def _recorded(file: CountyFile, keep: NDArray[np.bool_], months: Span | None) -> Recorded:
    """Read what was recorded in the months that are asked for, or that the county file uses."""
    used = file.config.recorded
    first, last = months or (tuple(used.months) if used else EVER)
    street = file.config.street
    if street is not None and (months or used):  # so that what is told of the rows is told of these months
        street = street.model_copy(update={"months": [first, last]})
    asked = replace(file, config=file.config.model_copy(update={"street": street}))
    recorded = asked.records().between(first, last)
    if not recorded.month:
        what = f"nothing was recorded from {first} to {last}"
        raise InputError.of(file.name, what, "name months that there are with --months FIRST LAST")
    return replace(
        recorded,
        area_code=tuple(code for code, kept in zip(recorded.area_code, keep, strict=True) if kept),
        count=recorded.count[..., keep],
        at_station=recorded.at_station[..., keep],
    )


def _incidents(file: CountyFile, county: County, months: Span | None) -> Incidents:
    """Read the force's log, as far as it lies in the months that are asked for."""
    with file.blamed():
        incidents = read_incidents(file.config, county, file.base, file.name)
    if months is None:
        return incidents
    called = months_of(incidents)
    kept = (called >= months[0]) & (called <= months[1])
    if not kept.any():
        what = f"no call was logged from {months[0]} to {months[1]}"
        raise InputError.of(file.name, what, "name months that there are with --months FIRST LAST", where="incidents")
    by_call = ("call_min", "area", "x_m", "y_m", "kind", "grade", "dispatch_min", "arrival_min", "clear_min", "hate")
    return replace(incidents, **{name: getattr(incidents, name)[kept] for name in by_call})


def _held_against(outcome: Outcome, word: str) -> Outcome:
    """Hold a ranking against a published one."""
    path = Path(word)
    if not path.is_file() and not path.suffix:
        path = bundle_folder("models") / PUBLISHED / f"{word}.csv"
    if not path.is_file():
        known = sorted(item.stem for item in (bundle_folder("models") / PUBLISHED).glob("*.csv"))
        raise InputError.of(word, "there is no such file", f"give a CSV file, or one of {', '.join(known)}")
    published = read_published(path, outcome.county, outcome.evidence)
    return replace(outcome, published=word, compared=compare(outcome.ranking, published))
