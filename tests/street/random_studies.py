"""Small random streets with shifts, hotspots, all grades and options; run as a script it prints what became of some."""

from __future__ import annotations

import hashlib
import math
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, NO_CALL, UNREPORTED
from sim.street.advance import advance
from sim.street.census import add_stocks
from sim.street.layout import lay_out
from sim.street.shifts import close_duty, end_shifts
from sim.street.state import FULL, OUT_OF_EVENTS, OUT_OF_VISITS, grown
from tests.street.builders import DAY, call, make_setting, road, start, task

HORIZON = 2 * DAY
END = 6 * DAY
"""By then everybody has finished and gone home."""
SHIFTS = ((0.0, 600.0), (420.0, 1020.0), (1000.0, 1600.0), (1440.0, 2040.0), (1600.0, 2200.0), (2100.0, 2880.0))
TYPES = ((0.02, 1.0), (-0.01, math.exp(0.01 * 40)), (0.0, 1.0))
TEAMS = {
    "mixed": ("response", "neighbourhood", "hotspot"),
    "patrols": ("hotspot", "hotspot", "hotspot", "response"),
    "cars": ("response", "response", "neighbourhood"),
}
PATROLS = {
    "hours": {"due": (480.0, 700.0, 1000.0), "patrol_from_min": 480.0, "patrol_until_min": 1320.0},
    "rounds": {"due": (0.0, 600.0, 1425.0), "patrol_from_min": 0.0, "patrol_until_min": DAY},
    "none": {"due": (), "patrol_from_min": 0.0, "patrol_until_min": 0.0},
}
"""When hotspots are due: evenly within hours, at fixed times, or never."""
ROUTES = ("overdue", "rounds", "timetables")
"""How patrols go round, and whether each hotspot has a timetable."""


@dataclass
class Study:
    """What a street is opened with, and what commanders do when: (time, order, name, arguments), in order."""

    setting: Any
    street: Any
    commands: list
    rules: dict = field(default_factory=dict)


def draw_calls(rng, n_calls, n_areas, step):
    """Draw calls in order of time; coarse steps of time make many of them coincide."""

    def minutes(mean):
        return float(step * np.ceil(rng.exponential(mean) / step))

    calls = []
    for number, at in enumerate(np.sort(rng.uniform(0.0, HORIZON, n_calls))):
        made = float(step * np.floor(at / step))
        grade = int(rng.choice([1, 2, 2, 3, 4]))
        ready = made + (minutes(300.0) if grade == 3 else minutes(3.0) if rng.random() < 0.7 else 0.0)
        calls.append(
            call(
                made,
                int(rng.integers(n_areas)),
                grade,
                ready=ready,
                scene=minutes(40.0),
                officers=int(rng.choice([1, 1, 1, 2, 3])),
                patience_min=ready + minutes(60.0) if rng.random() < 0.3 else math.inf,
                custody_min=minutes(60.0) if rng.random() < 0.2 else 0.0,
                moved_area=int(rng.integers(n_areas)),
                harm=float(rng.integers(0, 50)),
                u=float(rng.random()),
                v=float(rng.random()),
                report=float(rng.random()),
                parent=int(rng.integers(number)) if number and rng.random() < 0.2 else NO_CALL,
                type=int(rng.integers(len(TYPES))),
                offence=int(rng.integers(-1, 3)),
                flags=int(
                    rng.choice([0, DETERRABLE, DETERRABLE, DETERRABLE | ASB_RECORD, HATE, DETERRABLE | UNREPORTED])
                ),
            )
        )
    return calls


def draw_study(
    seed,
    *,
    n_areas=4,
    n_officers=5,
    n_calls=60,
    step=0.5,
    room=4096,
    patrol="hours",
    teams="mixed",
    route="overdue",
    **options,
):
    """Draw a study; `options` are rules, or `spill` ('displacement' or 'diffusion')."""
    rng = np.random.default_rng(seed)
    travel, hop = road(n_areas, step_min=float(rng.integers(1, 20)) * step, inside_min=float(rng.integers(0, 4)) * step)
    district = np.unique(np.sort(rng.integers(0, 3, n_areas)), return_inverse=True)[1]
    spill = options.pop("spill", None)
    rules = {
        "turn_out_min": step * int(rng.integers(0, 3)),
        "displacement": 0.5 * (spill == "displacement"),
        "diffusion": 0.2 * (spill == "diffusion"),
        "reporting": 0.02,
        "max_stock": 40.0,
        "blue_light_factor": 0.75,
        "measure_from_min": 300.0,
        "measure_until_min": HORIZON - 300.0,
    }
    rules |= PATROLS[patrol] | {"walks_rounds": route == "rounds"} | options
    setting = make_setting(
        draw_calls(rng, n_calls, n_areas, step),
        n_areas,
        n_officers,
        district=district,
        travel=(travel, hop),
        neighbours=[[b for b in (a - 1, a + 1) if 0 <= b < n_areas] for a in range(n_areas)],
        custody=rng.integers(0, n_areas, n_areas),
        types=TYPES,
        hour_factor=1.0 + 0.25 * rng.integers(0, 4, 24),
        **rules,
    )
    posts = [(str(rng.choice(TEAMS[teams])), int(rng.integers(n_areas))) for _ in range(n_officers)]
    commands = draw_commands(rng, posts, n_areas)
    if route == "timetables":
        commands = [with_timetables(rng, command, step) for command in commands]
    return Study(setting, lay_out(setting, room), commands, rules)


def with_timetables(rng, command, step):
    """Give each hotspot of a list a timetable, from a day before to two days after the meeting; it may be empty."""
    now, order, name, arguments = command
    if name != "task":
        return command
    areas, scores, _ = arguments
    steps = rng.integers(-int(DAY / step), int(2 * DAY / step), (areas.size, 12))
    times = np.sort(now + step * steps.astype(np.float64), axis=1)
    times[np.arange(12) >= rng.integers(0, 13, areas.size)[:, None]] = np.inf
    return now, order, name, (areas, scores, times)


def draw_commands(rng, posts, n_areas):
    """Draw who works which shifts, and two lists of hotspots."""
    commands = [(end, 0, "end", ()) for _, end in SHIFTS]
    for begin, end in SHIFTS:
        here = [officer for officer in range(len(posts)) if rng.random() < 0.6]
        marks = rng.uniform(0.0, 1.25, len(here)).astype(np.float32)  # a fifth are absent: presence is 1
        arguments = ([posts[officer] for officer in here], here, end, float(rng.choice([0.0, 0.5, 1.0])), marks)
        commands.append((begin, 1, "start", arguments))
    for day in range(2):
        areas = rng.permutation(n_areas)[: rng.integers(1, n_areas + 1)]
        commands.append((day * DAY, 2, "task", (areas, rng.integers(1, 9, areas.size), None)))
    return sorted(commands, key=lambda command: command[:2])


def carry(street, until):
    """Carry a street to a time, lengthening its arrays where they are full."""
    while (code := advance(street, until)) != FULL:
        street = grown(street, code)
    return street


def make_room(street, count):
    """Lengthen the queue for the meals, and the log for the visits, of so many who come or go."""
    while street.g["n_events"][0] + count > street.events.size:
        street = grown(street, OUT_OF_EVENTS)
    while street.g["n_visits"][0] + street.g["n_active"][0] > street.visits.size:
        street = grown(street, OUT_OF_VISITS)
    return street


def command(street, now, name, arguments):
    """Carry out one command."""
    street = make_room(street, street.units.size)
    if name == "end":
        end_shifts(street, now)
    elif name == "start":
        posts, here, end, double_share, marks = arguments
        start(street, *posts, ids=here, now=now, until=end, double_share=double_share, marks=marks)
    else:
        areas, scores, due_at = arguments
        street = task(street, areas, scores, now, due_at)
    return street


def play(study, carry=carry):
    """Play a study to its end; `carry` moves the street."""
    street = study.street
    for now, _, name, arguments in study.commands:
        if now > street.g["now_min"][0]:
            street = carry(street, now)
        street = command(street, now, name, arguments)
    street = make_room(carry(street, END), 0)
    close_duty(street, END)
    return street


def digest(street):
    """Sum up all that a street leaves behind."""
    stocks = np.zeros(street.areas.size)
    add_stocks(street, END, stocks)
    log = street.visits[: street.g["n_visits"][0]]
    sent = street.dispatches[: street.g["n_dispatches"][0]]
    parts = [street.outcome, log, sent, street.tallies, street.areas["harm"], street.areas["harm_prevented"], stocks]
    columns = [np.ascontiguousarray(part[name]) for part in parts[:3] for name in part.dtype.names] + parts[3:]
    return hashlib.sha256(b"".join(np.ascontiguousarray(column).tobytes() for column in columns)).hexdigest()


STUDIES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 10**6),
        "n_areas": st.integers(1, 12),
        "n_officers": st.integers(0, 8),
        "n_calls": st.integers(0, 120),
        "step": st.sampled_from([0.5, 5.0]),
        "patrol": st.sampled_from(sorted(PATROLS)),
        "teams": st.sampled_from(sorted(TEAMS)),
        "route": st.sampled_from(ROUTES),
        "spill": st.sampled_from([None, "displacement", "diffusion"]),
        "takes_meals": st.booleans(),
        "preempt_visit": st.booleans(),
        "preempt_travel": st.booleans(),
        "preempt_scene": st.booleans(),
        "idle_home": st.booleans(),
        "travel_counts": st.sampled_from([True, True, True, False]),
        "attend_weight": st.sampled_from([0.3, 0.0]),
        "blue_light_factor": st.sampled_from([0.75, 1.0]),
    }
)
"""Options of `draw_study`, all at once."""

OPTIONS = (
    {},
    {"takes_meals": 1, "spill": "diffusion", "n_areas": 8, "n_officers": 8},
    {"preempt_travel": 1, "preempt_scene": 1, "spill": "displacement", "n_calls": 120},
    {"idle_home": 1, "preempt_visit": 0, "takes_meals": 1, "n_calls": 100},
    {"travel_counts": 0, "n_areas": 1, "n_officers": 3},
    {"n_officers": 0},
    {"teams": "patrols", "n_areas": 3, "n_officers": 8, "n_calls": 200, "patrol": "rounds"},
    {"takes_meals": 1, "preempt_travel": 1, "idle_home": 1, "n_areas": 6, "n_officers": 8, "step": 5.0},
    {"teams": "patrols", "n_areas": 9, "n_officers": 8, "patrol": "rounds", "route": "rounds"},
    {"teams": "patrols", "n_areas": 5, "n_officers": 6, "patrol": "rounds", "route": "timetables", "step": 5.0},
)


def digests():
    """Play a few studies of each kind."""
    return [digest(play(draw_study(seed, **options))) for options in OPTIONS for seed in range(3)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(digests()))
