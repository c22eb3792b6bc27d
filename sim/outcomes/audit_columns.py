"""What each column of the audit trail means, in words that travel with the file (metadata of its fields)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_RUN: Final = {
    "scenario": "name of the option in the study",
    "replication": "number of the simulated history, from 0; every option meets the same one",
}
_COUNTED: Final = "whether it falls in the measured days; else in the warm-up or the cool-down"
_AREA: Final = "code of the area"

CALL_COLUMNS: Final[Mapping[str, str]] = {
    **_RUN,
    "call": "number of the potential call in its history: the same call in every option",
    "counted": f"{_COUNTED} (by call_min)",
    "call_min": "when it is made, or would have been",
    "ready_min": "when a unit can be sent: after handling, or at the appointment",
    "type": "key of the call type in the demand pack",
    "offence": "key of the offence that it is recorded as; empty: no crime",
    "grade": "1 emergency, 2 priority, 3 scheduled, 4 resolved without deployment",
    "officers_needed": "officers that it needs at the scene",
    "scene_min": "how long they stay there",
    "harm": "weight of its offence in the harm index of the study",
    "parent_call": "the call that it is a near-repeat of; empty: it follows no other",
    "drawn_area_code": f"{_AREA} in which it was drawn, before any displacement",
    "drawn_district": "district of drawn_area_code",
    "deterrable": "whether visible patrol could deter it at all",
    "unreported_kind": "whether it is a crime that nobody reports unless patrol raises reporting",
    "asb_kind": "whether it would become an anti-social behaviour row of police.uk",
    "hate_kind": "whether it would be flagged as hate crime or incident",
    "area_code": f"{_AREA} in which it happened, after any displacement",
    "district": "district of area_code",
    "state": (
        "what became of it: pending (not decided when the run ended), prevented (by patrol), by_phone (resolved without deployment), attended, "
        "cancelled (the caller gave up), open (not finished at the end of the cool-down), unreported (happened, and nobody called)"
    ),
    "first_dispatch_min": "when the first unit was sent; empty: none was",
    "first_arrival_min": "when the first unit came; empty: none did",
    "closed_min": "when it ended; empty: it did not within the run",
    "unit": "number of the first unit to arrive, as in dispatches; empty: none did",
    "stock": "deterrence stock of its area when it would be made; empty: there was none to decide by",
    "displaced": "whether patrol moved it here from a neighbouring area",
    "short": "whether it ended with fewer officers than it needed",
    "induced": "whether it would not have happened without patrol (backfire)",
    "recorded": "whether the crime, hate incident or anti-social behaviour is on record",
}
DISPATCH_COLUMNS: Final[Mapping[str, str]] = {
    **_RUN,
    "call": "the call that the unit was sent to: `call` in calls",
    "counted": f"{_COUNTED} (by the call_min of the call)",
    "unit": "number of the unit, as in visits",
    "crew": "officers of the unit",
    "dispatch_min": "when it was sent",
    "arrival_min": "when it came; empty: it was sent elsewhere or called off on the way",
    "from_area_code": f"{_AREA} where it stood, or could next turn round",
    "from_district": "district of from_area_code",
    "was": (
        "what the unit was doing: idle, to_call (on the way to another call), on_scene (at another call), to_visit (on the way to a hotspot), "
        "on_visit (at a hotspot), to_home (on the way to its station); off_duty, in_custody and at_meal are never sent"
    ),
    "left_call": "the call that it was taken from: `call` in calls; empty: from none",
}
VISIT_COLUMNS: Final[Mapping[str, str]] = {
    **_RUN,
    "counted": f"{_COUNTED} (by start_min)",
    "start_min": "when the unit arrived at the hotspot",
    "end_min": "when it left; where a call cut the visit, the dispatch_min of that dispatch",
    "unit": "number of the unit, as in dispatches",
    "crew": "officers of the unit",
    "area_code": f"{_AREA} of the hotspot",
    "district": "district of area_code",
    "ended": "how: full (as long as planned), cut_by_call, cut_by_shift_end",
}
TRACK_COLUMNS: Final[Mapping[str, str]] = {
    **_RUN,
    "time_min": "when the tracker reports",
    "time": "the same as a date and a time of day",
    "unit": "number of the unit, as in visits and dispatches",
    "team": "response, neighbourhood or hotspot_team",
    "crew": "officers of the unit",
    "doing": (
        "what the unit is doing: idle, to_call, on_scene, in_custody (and on the way there), at_meal, to_visit, on_visit, to_home (on the way to its "
        "station)"
    ),
    "x_m": "easting as reported",
    "y_m": "northing as reported",
}
FOUND_COLUMNS: Final[Mapping[str, str]] = {
    "start_min": "when the unit came to the hotspot, in minutes from the first midnight",
    "end_min": "when it left",
    "start": "start_min as a date and a time of day",
    "end": "end_min as a date and a time of day",
    "unit": "name of the unit",
    "area_code": f"{_AREA} of the hotspot, or what the plan calls it",
    "district": "district of area_code; empty where the hotspot is no area",
}
DOSE_COLUMNS: Final[Mapping[str, str]] = {
    **_RUN,
    "counted": "whether the hour falls in the measured days; else in the warm-up or the cool-down",
    "area_code": f"{_AREA} of the hotspot",
    "district": "district of area_code",
    "date": "day, by the clock of the study",
    "hour": "hour of that day, 0 to 23",
    "planned_min": "presence planned for that hour, as if each visit began when it falls due",
    "delivered_min": "presence delivered in that hour: two units at the same time count once",
    "visits_due": "visits that fall due in that hour",
    "visits": "visits that began in that hour",
}
