"""Keep of each union only what pydantic says about the member that was meant.

Where a value may be a text or a section, pydantic reports one error for each: "no text" and "unknown key". Its paths
hold the names of the members among the keys. Here the paths are held against the data, the names taken out, and
the members that the value was clearly not meant to be are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.reader import Key, Loc

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

WRONG_KIND = frozenset(
    {
        "bool_type",
        "date_type",
        "dict_type",
        "float_type",
        "int_type",
        "is_instance_of",
        "list_type",
        "literal_error",
        "model_attributes_type",
        "model_type",
        "none_required",
        "string_type",
        "tuple_type",
    }
)
"""Errors that say that a value is of another kind altogether."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic, its path held against the data.

    Parameters
    ----------
    loc
        Path of the value, or of the section that lacks a key.
    key
        The key that is missing or unknown; None for other errors.
    at_key
        Whether the key itself is wrong, and not its value.
    members
        For each union on the way: where it stands, and which member speaks.
    details
        pydantic's own words.
    """

    loc: Loc
    key: Key | None
    at_key: bool
    members: tuple[tuple[Loc, str], ...]
    details: ErrorDetails

    @property
    def type(self) -> str:
        """Name of the error."""
        return self.details["type"]


def faults_of(errors: list[ErrorDetails], data: object) -> list[list[Fault]]:
    """Sort out pydantic's errors.

    Parameters
    ----------
    errors
        Errors of one model.
    data
        What was validated.

    Returns
    -------
    list of list of Fault
        One inner list for each thing that is wrong; it has several faults where a value is none of the kinds
        that it could be, one for each kind.
    """
    faults = [_held_against(details, data) for details in errors]
    return _prune([fault for fault in faults if not _is_short_of_wrong_items(fault, faults)], 0)


def _is_short_of_wrong_items(fault: Fault, faults: list[Fault]) -> bool:
    """Tell whether a list is called too short because pydantic does not count the items that are wrong themselves."""
    return fault.type == "too_short" and any(fault.loc == other.loc[:-1] for other in faults)


def _held_against(details: ErrorDetails, data: object) -> Fault:
    """Walk along a path of pydantic's and tell keys from names of union members."""
    path = details["loc"]
    loc: list[Key] = []
    members: list[tuple[Loc, str]] = []
    key: Key | None = None
    at_key = False
    here = data
    for position, part in enumerate(path):
        is_last = position == len(path) - 1
        if _holds(here, part):
            here = here[part]  # type: ignore[index]
            loc.append(part)
        elif is_last and part == "[key]":
            at_key = True
        elif is_last and details["type"] == "missing":
            key = part
        else:
            members.append((tuple(loc), str(part)))
    if details["type"] == "extra_forbidden":
        key, at_key = loc[-1], True
    return Fault(tuple(loc), key, at_key, tuple(members), details)


def _holds(data: object, part: Key) -> bool:
    """Tell whether a section has a key, or a list an item."""
    if isinstance(data, Mapping):
        return part in data
    return isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)


def _prune(faults: list[Fault], depth: int) -> list[list[Fault]]:
    """Resolve the unions at one depth of nesting, then those inside."""
    plain = [[fault] for fault in faults if len(fault.members) <= depth]
    unions: dict[Loc, dict[str, list[Fault]]] = {}
    for fault in faults:
        if len(fault.members) > depth:
            place, member = fault.members[depth]
            unions.setdefault(place, {}).setdefault(member, []).append(fault)
    for place, members in unions.items():
        meant = {name: found for name, found in members.items() if not _is_other_kind(found, place)}
        if meant:
            best = min(meant.values(), key=_badness)
            plain.extend(_prune(best, depth + 1))
        else:
            plain.append([fault for found in members.values() for fault in found if fault.loc == place])
    return plain


def _is_other_kind(faults: list[Fault], place: Loc) -> bool:
    """Tell whether a member of a union was not meant at all."""
    return any(fault.loc == place and fault.key is None and fault.type in WRONG_KIND for fault in faults)


def _badness(faults: list[Fault]) -> tuple[int, int]:
    """Order members of a union by how badly the value fits."""
    return sum(fault.type == "extra_forbidden" for fault in faults), len(faults)
