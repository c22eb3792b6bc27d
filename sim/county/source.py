"""The data folder of a county, and what is found to be wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.county.suggest import unknown_name
from sim.errors import Problem

_NAMED = 3


@dataclass(slots=True)
class Source:
    """The data folder of a county, and the problems found in it so far.

    Parameters
    ----------
    base
        Folder that relative paths start from.
    file
        The county file as the user named it.
    problems
        What is wrong; readers add to it and give None.
    """

    base: Path
    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, what: str, do: str = "") -> None:
        """Note a problem with one key of the county file."""
        self.problems.append(Problem(self.file, 0, 0, where, what, do))

    def find(self, where: str, path: str, contents: str, published: str) -> Path | None:
        """Find a file, or note which one is missing, what it holds and where to get it."""
        found = self.base / path.replace("\\", "/")
        if found.is_file():
            return found
        origin = f", published as: {published}" if published else ""
        self.wrong(
            f"{where}.path",
            f"there is no file {path!r} in {self.base} ({contents}{origin})",
            "put it there, or name the folder that holds your data with --data DIR",
        )
        return None

    def has_columns(self, where: str, wanted: dict[str, str], there: list[str], shown: str = "") -> bool:
        """Check that the columns named by keys of the county file exist; `shown` tells the file of several that lacks them."""
        missing = {key: column for key, column in wanted.items() if column not in there}
        for key, column in missing.items():
            problem = unknown_name(self.file, f"{where}.{key}", "column", column, there)
            self.problems.append(replace(problem, what=f"{problem.what} in {shown!r}") if shown else problem)
        return not missing


def some(names: list[str]) -> str:
    """List the first few names, and say how many more there are."""
    listed = ", ".join(repr(str(name)) for name in names[:_NAMED])
    return listed if len(names) <= _NAMED else f"{listed} and {len(names) - _NAMED} more"
