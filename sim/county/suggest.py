"""Did you mean …? Problems with names that are not there."""

from __future__ import annotations

from difflib import get_close_matches

from sim.errors import Problem

_LISTED = 12


def unknown_name(file: str, where: str, kind: str, name: str, known: list[str]) -> Problem:
    """Describe a name that is not among those known, and suggest the nearest.

    Parameters
    ----------
    file, where
        Place of the name, as in `sim.errors.Problem`.
    kind
        What is named, for example "district".
    name
        The name as written.
    known
        The names that there are.

    Returns
    -------
    Problem
        With the nearest names, or else the list of all or the first dozen.
    """
    by_lower = {item.lower(): item for item in known}
    near = [by_lower[item] for item in get_close_matches(name.lower(), list(by_lower), n=3, cutoff=0.6)]
    if near:
        do = f"did you mean {' or '.join(map(repr, near))}?"
    else:
        more = ", …" if len(known) > _LISTED else ""
        do = f"there is: {', '.join(known[:_LISTED])}{more}"
    return Problem(file, 0, 0, where, f"unknown {kind} {name!r}", do)
