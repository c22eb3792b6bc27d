"""Guess which word was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


def closest(word: str, options: Iterable[str]) -> str:
    """Find the option that a mistyped word stands for.

    Parameters
    ----------
    word
        What was written.
    options
        What could have been meant.

    Returns
    -------
    str
        The closest option, or nothing when none is close. Capitals, hyphens and spaces do not count.
    """
    by_plain = {_plain(option): option for option in sorted(options, reverse=True)}
    found = get_close_matches(_plain(word), sorted(by_plain), n=1, cutoff=0.6)
    return by_plain[found[0]] if found else ""


def did_you_mean(word: str, options: Iterable[str], *, otherwise: str = "") -> str:
    """Ask ``did you mean `x`?`` when an option is close to the word; else give `otherwise`."""
    option = closest(word, options)
    return f"did you mean `{option}`?" if option else otherwise


def neighbour_file(path: Path, suffixes: tuple[str, ...] = (".yaml", ".yml")) -> str:
    """Name the file that was meant by a path that does not exist: one beside it, or nothing."""
    if not path.parent.is_dir():
        return ""
    names = [item.name for item in path.parent.iterdir() if item.suffix.lower() in suffixes]
    name = closest(path.name, names)
    return str(path.with_name(name)) if name else ""


def _plain(word: str) -> str:
    """Strip a word of what is easily written in two ways."""
    return word.casefold().replace("-", "_").replace(" ", "_")
