"""Read a county file by itself: what the commands about real data begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.county.build import build_county
from sim.county.config import CountyConfig
from sim.county.files_config import FilesCounty
from sim.county.made_up_config import ForcesCounty
from sim.county.model import County
from sim.errors import InputError, Problem
from sim.records.incidents import Incidents
from sim.records.recorded import Recorded
from sim.study.errors import in_file_order, validate
from sim.study.files import data_folder, missing_files
from sim.study.packs import is_file_name, locate
from sim.study.reader import Document, Loc, read_document
from sim.study.suggest import neighbour_file

if TYPE_CHECKING:
    from sim.records.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class CountyFile:
    """A county of files, as its file describes it.

    Parameters
    ----------
    document
        The file with the place of everything in it.
    config
        What it says.
    base
        Folder that the names of its data files are relative to.
    is_data
        Whether that folder was given by `--data`.
    """

    document: Document
    config: FilesCounty
    base: Path
    is_data: bool

    @property
    def name(self) -> str:
        """The file as the user named it, for messages."""
        return self.document.name

    def refuse_missing(self) -> None:
        """Refuse to go on without the files that it names.

        Raises
        ------
        InputError
            With every file that is not there, at its line.
        """
        problems = missing_files(self.document, (), self.base, is_data=self.is_data)
        if problems:
            raise InputError(problems)

    def build(self) -> County:
        """Build the county; an InputError names the lines of the county file."""
        with self.blamed():
            return build_county(self.config, self.base, self.name)

    def records(self) -> Recorded:
        """Read what was recorded; an InputError names the lines of the county file."""
        # with geopandas and pyarrow, which `--help` does without
        from sim.records.read import read_records  # noqa: PLC0415

        with self.blamed():
            return read_records(self.config, self.base, self.name)

    def outcomes(self, until: str | None = None) -> Outcomes | None:
        """Read what became of recorded crimes, if the county file names it; an InputError names its lines."""
        from sim.records.outcomes import read_outcomes  # noqa: PLC0415 - as above

        with self.blamed():
            return read_outcomes(self.config, self.base, self.name, until)

    def incidents(self, county: County) -> Incidents | None:
        """Read the force's own log; None where the file names none. An InputError names the lines of the county file."""
        if self.config.incidents is None:
            return None
        from sim.records.log import read_incidents  # noqa: PLC0415 - with pandas, which `--help` does without

        with self.blamed():
            return read_incidents(self.config, county, self.base, self.name)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Give problems that name a key of this file their line and column in it."""
        try:
            yield
        except InputError as error:
            raise InputError(in_file_order(self._placed(problem) for problem in error.problems)) from error

    def _placed(self, problem: Problem) -> Problem:
        """Find the line and column of the key that a problem names."""
        if problem.file != self.name or problem.line:
            return problem
        loc: Loc = tuple(int(part) if part.isdigit() else part for part in problem.where.split(".") if part)
        return replace(self.document.problem(loc, problem.what, problem.do), where=problem.where)


def read_county_file(word: str, data: Path | None = None, *, may_be_new: bool = False) -> CountyFile:
    """Read a county file that is named on the command line.

    Parameters
    ----------
    word
        A file, or the name of a county pack.
    data
        Folder that its data files are relative to; that of the county file if None.
    may_be_new
        Whether that folder need not be there yet.

    Returns
    -------
    CountyFile
        The county, checked as far as its own file goes; whether its data are there is another question.

    Raises
    ------
    InputError
        When there is no such file, when it is wrong, or when it describes a county that is not read from files.
    """
    document = read_document(_find(word))
    config, problems = validate(CountyConfig, document)
    if problems:
        raise InputError(problems)
    if not isinstance(config, FilesCounty):
        what = f"a county of kind {config.kind} has no data files"
        raise InputError([document.problem(("kind",), what, "name a county of kind files, say hertfordshire_real")])
    if data is not None and not data.is_dir() and not may_be_new:
        raise InputError.of(str(data), "there is no such folder", "name the folder that holds the data with --data DIR")
    base = data_folder(document, (), data)
    return CountyFile(document, config, base, is_data=base == data)


def read_any_county(word: str, data: Path | None = None) -> County:
    """Build the county that is named on the command line, of whatever kind it is but several forces side by side.

    Parameters
    ----------
    word
        A file, or the name of a county pack.
    data
        Folder that the data files of a county of kind files are relative to; that of the county file if None.

    Returns
    -------
    County
        All its areas.

    Raises
    ------
    InputError
        When there is no such file, when it is wrong, or when its data are missing or wrong.
    """
    document = read_document(_find(word))
    config, problems = validate(CountyConfig, document)
    if problems:
        raise InputError(problems)
    if isinstance(config, FilesCounty):
        file = read_county_file(word, data)
        file.refuse_missing()
        return file.build()
    if data is not None:
        raise InputError.of(document.name, f"a county of kind {config.kind} has no data files", "leave out --data")
    if isinstance(config, ForcesCounty):
        what = "forces that are made up lie nowhere on the map"
        raise InputError([document.problem(("kind",), what, "name a county of one force")])
    return build_county(config, document.path.parent, document.name)


def _find(word: str) -> Path:
    """Find the file: as named, else the pack of that name."""
    if Path(word).is_file():
        return Path(word)
    if is_file_name(word):
        meant = neighbour_file(Path(word))
        raise InputError.of(word, "there is no such file", f"did you mean {meant}?" if meant else "")
    try:
        return locate("county", word, Path())
    except LookupError as error:
        what, do = error.args
        raise InputError.of(word, what, do) from None
