"""The list of published data: who publishes what, under what licence, where, and in which layout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config
from sim.errors import InputError
from sim.study.errors import validate
from sim.study.packs import bundle_folder
from sim.study.reader import read_document

CountyKey = Literal[
    "areas",
    "population",
    "urban",
    "deprivation",
    "recorded",
    "street",
    "lookup",
    "outcomes",
    "incidents",
    "roads",
    "rank",
    "harm",
]
"""Sections of a county file that published data can fill, and the harm indices, which a harm pack names."""

WebAddress = Annotated[str, Field(pattern=r"^https?://\S+$")]

BLANKS: Final = {"month": r"\d{4}-(?:0[1-9]|1[0-2])", "county": r"[a-z]+(?:-[a-z]+)*"}
"""What may stand in braces in the name of a file, and what it stands for."""

FILE: Final = "data_sources.yaml"


class Published(Config):
    """Data that somebody publishes."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    """Short name, unique."""
    title: str = Field(min_length=1)
    """What the publisher calls it."""
    serves: list[CountyKey] = Field(min_length=1)
    """Sections of a county file that it can fill."""
    publisher: str = Field(min_length=1)
    """Who publishes it."""
    licence: str = Field(min_length=1)
    """Under what licence."""
    page: WebAddress
    """Page on which it is published."""
    file: str = Field(min_length=1)
    """Name under which it is kept; {month} and {county} are filled in from the name that is asked for."""
    url: WebAddress | None = None
    """Direct address, where there is a stable one; with the same blanks as `file`."""
    how: str = ""
    """What to do on the page where there is no direct address."""
    hash: str | None = Field(default=None, pattern=r"^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$")
    """Checksum that the publisher gives; without one the first fetch is trusted, and later ones are held to it."""
    replaced: bool = False
    """Whether the publisher puts newer contents at the same address, so that a changed checksum is no surprise."""
    layout: str = Field(min_length=1)
    """Layout of the file: format, coordinate system, columns."""
    size: str = ""
    """Size, in words."""

    @model_validator(mode="after")
    def _can_be_had(self) -> Self:
        """Ask for an address or a way to get it, and for no blank that cannot be filled in."""
        if (self.url is None) == (not self.how):
            message = f"{self.name} needs either `url`, its direct address, or `how`, what to do on its page"
            raise ValueError(message)
        unknown = set(_blanks(self.file)) - set(BLANKS) | set(_blanks(self.url or "")) - set(_blanks(self.file))
        if unknown:
            message = f"{self.name}: the blank {{{min(unknown)}}} cannot be filled in from the name of the file"
            raise ValueError(message)
        return self

    def fits(self, file_name: str) -> bool:
        """Tell whether a file of this name, without folder, is what is published here."""
        return self._filled(file_name) is not None

    def address(self, file_name: str) -> str | None:
        """Give the direct address of the file of this name; None where it has to be taken from the page."""
        blanks = self._filled(file_name)
        return None if self.url is None or blanks is None else self.url.format(**blanks)

    def _filled(self, file_name: str) -> dict[str, str] | None:
        """Read what the blanks stand for off the name of a file; None if the name does not fit."""
        pattern = re.sub(r"\\\{(\w+)\\\}", lambda blank: f"(?P<{blank[1]}>{BLANKS[blank[1]]})", re.escape(self.file))
        found = re.fullmatch(pattern, file_name)
        return None if found is None else found.groupdict()


class Catalogue(Config):
    """A list of published data."""

    about: str = ""
    """What it is a list of."""
    sources: list[Published] = Field(min_length=1)
    """The data, one by one."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        """Refuse two entries of one name."""
        names = [source.name for source in self.sources]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            message = f"sources: {', '.join(repeated)} is listed more than once"
            raise ValueError(message)
        return self

    def serving(self, key: str) -> tuple[Published, ...]:
        """Give what can fill a section of a county file."""
        return tuple(source for source in self.sources if key in source.serves)

    def said_to_be(self, key: str, origin: str) -> tuple[Published, ...]:
        """Give what can fill a section and is what a county file says that its file was published as; all where none is."""
        serving, said = self.serving(key), origin.strip().casefold()
        meant = tuple(source for source in serving if said and said in (source.name, *_titles(source)))
        return meant or serving

    def named(self, file_name: str) -> Published | None:
        """Give what is published under the name of a file, without folder; None if nothing is."""
        return next((source for source in self.sources if source.fits(file_name)), None)


def _titles(source: Published) -> tuple[str, str]:
    """Give the title of an entry, whole and up to its first comma or colon, in small letters."""
    title = source.title.casefold()
    return title, re.split(r"[,:]", title, maxsplit=1)[0]


def read_catalogue(path: Path | None = None) -> Catalogue:
    """Read a list of published data.

    Parameters
    ----------
    path
        The file; that of ./models, else the one that comes with the program, if None.

    Returns
    -------
    Catalogue
        The list.

    Raises
    ------
    InputError
        When it is missing or wrong, with everything that is wrong at its line.
    """
    document = read_document(_default_path() if path is None else path)
    catalogue, problems = validate(Catalogue, document)
    if problems:
        raise InputError(problems)
    found: Catalogue = catalogue
    return found


def _default_path() -> Path:
    """Find the list as packs are found: in ./models, then in the bundle."""
    own = Path("models") / FILE
    return own if own.is_file() else bundle_folder("models") / FILE


def _blanks(text: str) -> list[str]:
    """List what stands in braces."""
    return re.findall(r"\{(\w+)\}", text)
