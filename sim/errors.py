"""Errors that a user can act on: what is wrong, where, and what to do; and warnings of results that may be wrong."""

from __future__ import annotations

from dataclasses import dataclass


class SimError(Exception):
    """Base of every error that this program raises on purpose."""


class SimWarning(UserWarning):
    """Base of every warning of this program: a result may be wrong, and the answer itself says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    Parameters
    ----------
    file
        The file as the user named it.
    line, column
        Place in the file, counted from 1; 0 where the file as a whole is meant.
    where
        Dotted path of the key, for example ``scenarios.response.uplift.posts``; may be empty.
    what
        What is wrong, in a sentence without full stop.
    do
        What to do about it, in a sentence without full stop; may be empty.
    source
        The source line itself, shown with a caret; may be empty.
    """

    file: str
    line: int
    column: int
    where: str
    what: str
    do: str = ""
    source: str = ""

    def render(self) -> str:
        """Write the problem as a compiler would, with the source line and a caret."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        subject = f" {self.where}:" if self.where else ""
        advice = f"; {self.do}" if self.do else ""
        text = f"{place}:{subject} {self.what}{advice}"
        if self.source:
            text += f"\n    {self.source}\n    {' ' * (self.column - 1)}^"
        return text


class InputError(SimError, ValueError):
    """The input is wrong; carries every problem found, so that all are mended at once.

    Parameters
    ----------
    problems
        The problems, in file order; at least one.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.render() for problem in problems))

    @classmethod
    def of(cls, file: str, what: str, do: str = "", *, where: str = "") -> InputError:
        """Build an error about a file as a whole."""
        return cls([Problem(file, 0, 0, where, what, do)])
