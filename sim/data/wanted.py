"""Files that are asked for: those that a county misses, or those named on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.data.catalogue import Catalogue, Published
from sim.data.needs import Need, file_name
from sim.errors import InputError, Problem
from sim.listing import listing
from sim.study.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is asked for.

    Parameters
    ----------
    file
        Its name, relative to the folder of the data.
    published
        Who publishes it; None where the catalogue does not know it.
    origin
        What the county file says of who publishes it; may be empty.
    candidates
        What else is published that could fill that section.
    is_there
        Whether it was found; a folder or a pattern of names is there when something in it is.
    """

    file: str
    published: Published | None
    origin: str = ""
    candidates: tuple[Published, ...] = ()
    is_there: bool = False


def asked_for(needs: Iterable[Need]) -> list[Wanted]:
    """Give the files that a county needs, each once; also those that are there, to be held to their checksums."""
    once: dict[str, Wanted] = {}
    for need in needs:
        once.setdefault(need.file, Wanted(need.file, need.published, need.origin, need.candidates, need.is_there))
    return list(once.values())


def wanted_files(names: Iterable[str], catalogue: Catalogue) -> list[Wanted]:
    """Find published files that are named on the command line.

    Parameters
    ----------
    names
        Names of files, as the catalogue keeps them with their blanks filled in, or names of its entries without blanks.
    catalogue
        What is published.

    Returns
    -------
    list of Wanted
        One for each.

    Raises
    ------
    InputError
        With every name that the catalogue does not know.
    """
    by_name = {source.name: source for source in catalogue.sources}
    wanted, problems = [], []
    for name in names:
        entry = by_name.get(name)
        if entry is not None and entry.fits(entry.file):
            wanted.append(Wanted(entry.file, entry))
        elif entry is not None:
            what = f"{name} is a family of files named {entry.file}"
            problems.append(Problem(name, 0, 0, "", what, "give the name of one of them"))
        elif catalogue.named(file_name(name)) is not None:
            wanted.append(Wanted(name, catalogue.named(file_name(name))))
        else:
            known = [*by_name, *(source.file for source in catalogue.sources)]
            do = did_you_mean(name, known, otherwise=f"there are {listing(by_name)}")
            problems.append(Problem(name, 0, 0, "", "nobody is known to publish this", do))
    if problems:
        raise InputError(problems)
    return wanted


def by_hand(wanted: Wanted) -> str:
    """Say how to get a file without this program."""
    if wanted.published is not None:
        how = wanted.published.how or "download it there and save it under this name"
        return f"see {wanted.published.page}: {how}"
    pages = listing([source.page for source in wanted.candidates], "or")
    if wanted.origin:
        return f"published as: {wanted.origin}" + (f"; see {pages}" if pages else "")
    return f"see {pages}" if pages else "ask whoever made the county file"
