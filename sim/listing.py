"""Words in a row, as a sentence has them."""

from __future__ import annotations

from collections.abc import Iterable


def listing(words: Iterable[str], last: str = "and") -> str:
    """Write words in one line: ``a, b and c``; nothing where there are none."""
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"
