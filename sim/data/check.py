"""Open every file that a county file names, as the other commands would, and say what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sim.county.model import County
from sim.data.catalogue import Catalogue
from sim.data.describe import describe_county, describe_incidents, describe_outcomes, describe_records
from sim.data.fetch import expected_hash, has_hash
from sim.data.lock import Locked, read_lock
from sim.data.needs import Need, needs_of
from sim.errors import InputError, Problem
from sim.records.incidents import Incidents
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
    found |= _check_records(county, built, {need.section for need in needs if not need.is_there}, problems)
    wrong = {problem.where.split(".", maxsplit=1)[0] for problem in problems}
    otherwise = Verdict.OPEN if built is None else Verdict.THERE
    rows = [_checked(need, wrong, found, otherwise) for need in needs]
    named = {need.section for need in needs}
    rows += [
        Checked(section, "", Verdict.SOUND, told) for section, told in found.items() if section not in named | wrong
    ]
    return tuple(rows), tuple(in_file_order(problems))


def _check_records(
    county: CountyFile, built: County | None, missing: set[str], problems: list[Problem]
) -> dict[str, str]:
    """Read what was recorded, where there is any and its files are there; the sections that were read, with what was found."""
    found: dict[str, str] = {}
    if county.config.street is not None and "street" not in missing:
        recorded = _try(county.records, problems)
        found |= {"street": describe_records(recorded), "lookup": "read with the street files"} if recorded else {}
    if county.config.outcomes is not None and "outcomes" not in missing and "street" in found:
        outcomes = _try(county.outcomes, problems)
        found |= {"outcomes": describe_outcomes(outcomes)} if outcomes else {}
    if county.config.incidents is not None and built is not None and "incidents" not in missing:
        incidents = _try(lambda: _read_incidents(county, built), problems)
        found |= {"incidents": describe_incidents(incidents)} if incidents else {}
    return found


def _read_incidents(county: CountyFile, built: County) -> Incidents:
    """Read the incident log; an InputError names the lines of the county file."""
    from sim.records.log import read_incidents  # noqa: PLC0415 - only where there is a log

    with county.blamed():
        return read_incidents(county.config, built, county.base, county.name)


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
