"""Say in plain words what is wrong with a file that is not valid YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_Rule = tuple[str, str, str]

_RULES: tuple[_Rule, ...] = (
    (
        r"character '\\t'",
        "a tab stands where YAML wants spaces",
        "replace the tab by spaces",
    ),
    (
        r"mapping values are not allowed",
        "a colon stands where none may",
        "put a text that holds a colon in quotes, and check the indentation of this line and the one above",
    ),
    (
        r"expected ',' or '\]'",
        "the list that opens in line {opened} is not closed",
        "end it with ], and put commas between its items",
    ),
    (
        r"expected ',' or '\}'",
        "the section that opens in line {opened} is not closed",
        "end it with }}, and put commas between its keys",
    ),
    (
        r"unexpected end of stream",
        "the quote that opens in line {opened} is not closed",
        "end the text with the same quote",
    ),
    (
        r"expected <block end>",
        "this line does not line up with the section that begins in line {opened}",
        "indent it like the keys of the section that it belongs to",
    ),
    (
        r"but found another document",
        "a second document begins here",
        "keep one document in a file, and remove the line ---",
    ),
    (
        r"found undefined alias '?([^' ]*)'?",
        "*{0} is used, but nothing above is marked &{0}",
        "mark what is meant with &{0}, or put a text that begins with * in quotes",
    ),
    (
        r"found duplicate anchor",
        "the same &mark stands twice",
        "give the second one another name",
    ),
    (
        r"found character '(.)' that cannot start",
        "a value may not begin with {0}",
        "put it in quotes",
    ),
    (
        r"unknown escape character '(.)'",
        "\\{0} means nothing inside double quotes",
        "use single quotes, or / in paths",
    ),
    (
        r"could not find expected ':'",
        "a key without a colon",
        "write `key: value`, and check the line above",
    ),
)


def explain_syntax(error: MarkedYAMLError) -> tuple[int, int, str, str]:
    """Turn an error of the YAML parser into a place and a sentence of our own.

    Parameters
    ----------
    error
        What the parser raised.

    Returns
    -------
    tuple of (int, int, str, str)
        Line and column from 1 (0 where unknown), what is wrong, and what to do.
    """
    mark = error.problem_mark or error.context_mark
    if error.context_mark and "end of stream" in str(error.problem).replace("stream end", "end of stream"):
        # the end of the file tells nothing; where it was opened does
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    opened = error.context_mark.line + 1 if error.context_mark else line
    told = str(error.problem or error.context or "")
    for pattern, what, do in _RULES:
        found = re.search(pattern, told)
        if found:
            fill = _filler(found, opened)
            return line, column, fill(what), fill(do)
    return line, column, f"this is not valid YAML: {told}", "check quotes, brackets and indentation here and just above"


def _filler(found: re.Match[str], opened: int) -> Callable[[str], str]:
    """Fill a sentence with what was matched and where the open construct began."""
    return lambda sentence: sentence.format(*found.groups(), opened=opened)
