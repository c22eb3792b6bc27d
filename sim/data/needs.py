"""What a county needs: the files that its county file names, where they are published, and what else it could use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from sim.data.catalogue import Catalogue, Published
from sim.study.county_file import CountyFile
from sim.study.files import data_files, missing_files
from sim.study.reader import Loc, dotted

_USES = {
    "street": "recorded crime row by row, from which rates, seasons and hotspots are fitted",
    "lookup": "codes of LSOAs of 2021 in a county of 2011 boundaries, or the other way round",
    "outcomes": "what became of recorded crimes",
    "incidents": "your own log of calls: hours of the week, repeats, time on scene, travel",
    "roads": "real roads in place of straight lines and a circuity",
}
"""What a section that a county file may have is good for."""


@dataclass(frozen=True, slots=True)
class Need:
    """A file that a county file names.

    Parameters
    ----------
    loc
        Where its name stands in the county file.
    file
        The name, relative to the folder of the data.
    is_there
        Whether it is there.
    origin
        What the county file says about who publishes it; may be empty.
    published
        The entry of the catalogue that has this very name; None where there is none.
    candidates
        Entries of the catalogue that could fill the section, or that which it says it is; empty where one has the very name.
    """

    loc: Loc
    file: str
    is_there: bool
    origin: str
    published: Published | None
    candidates: tuple[Published, ...]

    @property
    def where(self) -> str:
        """The section of the county file, with dots."""
        return dotted(self.loc[:-1])

    @property
    def section(self) -> str:
        """The key at the top of the county file."""
        return str(self.loc[0])

    @property
    def sources(self) -> tuple[Published, ...]:
        """The entries of the catalogue that have to do with it."""
        return self.candidates if self.published is None else (self.published,)


@dataclass(frozen=True, slots=True)
class Extra:
    """A section that a county file does not have and could.

    Parameters
    ----------
    key
        Its name.
    use
        What it is good for.
    candidates
        Entries of the catalogue that could fill it; none where the data are the force's own.
    """

    key: str
    use: str
    candidates: tuple[Published, ...]


def needs_of(county: CountyFile, catalogue: Catalogue) -> tuple[Need, ...]:
    """List the files that a county file names.

    Parameters
    ----------
    county
        The county file and the folder of its data.
    catalogue
        What is published.

    Returns
    -------
    tuple of Need
        In the order of the county file.
    """
    missing = {problem.where for problem in missing_files(county.document, (), county.base, is_data=county.is_data)}
    needs = []
    for loc, file, origin in data_files(county.document, ()):
        published = catalogue.named(file_name(file))
        candidates = () if published else catalogue.said_to_be(_filled_by(loc), origin)
        needs.append(Need(loc, file, dotted(loc) not in missing, origin, published, candidates))
    return tuple(needs)


def extras_of(county: CountyFile, catalogue: Catalogue) -> tuple[Extra, ...]:
    """List what a county could use besides, in a fixed order."""
    could = [key for key in _USES if key in type(county.config).model_fields]
    absent = [key for key in could if getattr(county.config, key) is None]
    return tuple(Extra(key, _USES[key], catalogue.serving(key)) for key in absent)


def _filled_by(loc: Loc) -> str:
    """Name the section that says what kind of file is meant: districts of areas stand in a lookup."""
    return "lookup" if loc[:2] == ("areas", "districts") else str(loc[0])


def file_name(path: str) -> str:
    """Give the last part of a file's name as a county file writes it."""
    return PurePosixPath(path.replace("\\", "/")).name
