"""Open every file that a county file names, as the other commands would, and say what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sim.county.model import County
from sim.county.rank_config import ComponentTable
from sim.county.source import Source
from sim.data.catalogue import Catalogue
from sim.data.describe import describe_county, describe_incidents, describe_outcomes, describe_records
from sim.data.fetch import expected_hash, has_hash
from sim.data.lock import Locked, read_lock
from sim.data.needs import Need, needs_of
from sim.errors import InputError, Problem
from sim.records.components import read_components
from sim.records.log import read_incidents
from sim.study.county_file import CountyFile
from sim.study.errors import in_file_order
from sim.study.files import missing_files

Read = TypeVar("Read")


class Verdict(Enum):
    """What is to be said of a section of a county file."""

    SOUND = "sound"
    WRONG = "wrong"
    MISSING = "missing"
    THERE = "there"
    OPEN = "not judged"


@dataclass(frozen=True, slots=True)
class Checked:
    """A section of a county file, and what was found in its file.

    Parameters
    ----------
    section
        The section.
    file
        Its file as the county file names it; empty where the section names none.
    verdict
        What is to be said of it.
    found
        What was found: numbers to compare with what you know of your county.
    """

    section: str
    file: str
    verdict: Verdict
    found: str


def check_county(county: CountyFile, catalogue: Catalogue) -> tuple[tuple[Checked, ...], tuple[Problem, ...]]:
    """Check the files of a county: whether they are there, their checksums, columns, codes, coordinates and months.

    Parameters
    ----------
    county
        The county file and the folder of its data.
    catalogue
        What is published, for the checksums that publishers give.

    Returns
    -------
    tuple of (tuple of Checked, tuple of Problem)
        A line for each section, and every problem, in the order of the county file. A section in which nothing wrong was
        found, but which can only be judged once another is mended, is said not to be judged; one that no reader here
        opens is said to be there.
    """
    needs = needs_of(county, catalogue)
    altered = {need.file: problem for need in needs for problem in _altered(need, county)}
    problems = [*missing_files(county.document, (), county.base, is_data=county.is_data), *altered.values()]
    built = _try(county.build, problems)
    found = describe_county(built) if built else {}
    if county.config.roads is None:
        found.pop("roads", None)  # what was driven then is no file's doing
    if built is not None and county.config.lookup is not None:
        found["lookup"] = "read: codes of the other vintage are carried over"
    missing = {need.section for need in needs if not need.is_there}
    for section, read in _readers(county, built):
        found |= {} if section in missing else _try(read, problems) or {}
    wrong = {problem.where.split(".", maxsplit=1)[0] for problem in problems}
    otherwise = Verdict.OPEN if built is None else Verdict.THERE
    rows = [_checked(need, wrong, found, otherwise) for need in needs]
    named = {need.section for need in needs}
    rows += [
        Checked(section, "", Verdict.SOUND, told) for section, told in found.items() if section not in named | wrong
    ]
    return tuple(rows), tuple(in_file_order(problems))


def _readers(county: CountyFile, built: County | None) -> Iterator[tuple[str, Callable[[], dict[str, str]]]]:
    """Give what is to be read besides the county itself, by section: each says what it found, by section again."""
    config = county.config
    if config.street is not None:
        yield "street", lambda: {"street": describe_records(county.records())}
    if config.outcomes is not None:
        yield "outcomes", lambda: _read_outcomes(county)
    if built is not None and config.incidents is not None:
        yield "incidents", lambda: _read_incidents(county, built)
    table = None if config.rank is None else config.rank.components
    if built is not None and table is not None:
        yield "rank", lambda: _read_components(county, table, built)


def _read_outcomes(county: CountyFile) -> dict[str, str]:
    """Read what became of crimes, where the county file names outcomes."""
    outcomes = county.outcomes()
    return {} if outcomes is None else {"outcomes": describe_outcomes(outcomes)}


def _read_incidents(county: CountyFile, built: County) -> dict[str, str]:
    """Read the incident log."""
    with county.blamed():
        return {"incidents": describe_incidents(read_incidents(county.config, built, county.base, county.name))}


def _read_components(county: CountyFile, table: ComponentTable, built: County) -> dict[str, str]:
    """Read the components of the ranking that the county file gives."""
    source = Source(county.base, county.name)
    given = read_components(table, built.area_code, built.area_name, source)
    with county.blamed():
        if given is None:
            raise InputError(source.problems)
    return {"rank": f"{', '.join(given.value)} of {given.area.size} areas"}


def _try(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """Read something, or note all that is wrong with it and was not noted before."""
    try:
        return read()
    except InputError as error:
        noted = {problem.where for problem in problems}
        problems += [problem for problem in error.problems if problem.where not in noted]
        return None


def _checked(need: Need, wrong: Iterable[str], found: dict[str, str], otherwise: Verdict) -> Checked:
    """Judge one section; `otherwise` is what is said of one that was not read."""
    if not need.is_there:
        return Checked(need.where, need.file, Verdict.MISSING, "")
    if need.section in wrong:
        return Checked(need.where, need.file, Verdict.WRONG, "")
    if need.section in found:
        return Checked(need.where, need.file, Verdict.SOUND, found[need.section])
    return Checked(need.where, need.file, otherwise, "")


def _altered(need: Need, county: CountyFile) -> Iterable[Problem]:
    """Say so where a file is not the one that was published or fetched."""
    path = county.base / need.file
    locked: Locked | None = read_lock(county.base).get(need.file)
    expected = expected_hash(need.published, locked)
    if expected is not None and path.is_file() and not has_hash(path, expected):
        what = f"{need.file!r} does not have the checksum of the published file"
        do = "fetch it anew with `python -m sim data fetch --renew`, or give a file of your own another name"
        yield county.document.problem(need.loc, what, do)
