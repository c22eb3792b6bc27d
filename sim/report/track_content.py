"""What the page of what trackers reported tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.outcomes.patrol import Patrol


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A stay that was found, or a visit that fell due and was not made.

    Parameters
    ----------
    day, start, end
        When, in words; `end` is empty for one that was not made.
    hotspot
        Where.
    unit
        Who; empty for one that was not made.
    minutes
        How long it was, or was to be.
    """

    day: str
    start: str
    end: str
    hotspot: str
    unit: str
    minutes: float


@dataclass(frozen=True, slots=True)
class TrackContent:
    """What the page tells.

    Parameters
    ----------
    place
        What the county or the map is called.
    patrol
        Patrol planned and delivered.
    name_of
        Names of areas by their codes.
    units, reports
        How many units reported, and how often.
    stays, missed
        Stays that were found, and visits that fell due and were not made, by time.
    warning
        What puts all of it in doubt, in sentences; empty where nothing does.
    notes
        What to bear in mind, in sentences.
    read
        How a visit was read, in sentences.
    stamp
        That the county is synthetic; empty for a real one.
    attribution
        Whom the map is owed to.
    """

    place: str
    patrol: Patrol
    name_of: Mapping[str, str]
    units: int
    reports: int
    stays: Sequence[ListedVisit]
    missed: Sequence[ListedVisit]
    warning: str
    notes: tuple[str, ...]
    read: tuple[str, ...]
    stamp: str
    attribution: tuple[str, ...]
