"""Play one study on both engines, and hold what they leave behind against each other, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.reference.engine import PlainStreet
from sim.street.engine import CompiledStreet
from tests.street.builders import rostered
from tests.street.random_studies import END


@dataclass
class Left:
    """What a street left behind, and what commanders saw of it on the way."""

    log: object = None
    seen: list = field(default_factory=list)


def both(study):
    """Play a study on the plain and on the compiled street."""
    return play_on(PlainStreet(study.setting), study), play_on(CompiledStreet.open(study.setting), study)


def play_on(engine, study):
    """Play a study on an engine; at each tasking and at the end commanders look at all that they may see."""
    left, at = Left(), 0.0
    for now, _, name, arguments in study.commands:
        if now > at:
            engine.advance(now)
            at = now
        if name == "end":
            engine.end_shifts(now)
        elif name == "start":
            posts, here, end, double_share, marks = arguments
            setting = study.setting
            shift = rostered(setting.district_of_area, setting.n_officers, posts, here, marks)
            engine.start_shift(*shift, np.full(3, double_share), now, end)
        else:
            areas, scores, due_at = arguments
            left.seen.append(look(engine, study, now))
            engine.set_hotspots(areas.astype(np.int64), scores.astype(np.float64), now, due_at)
    engine.advance(END)
    left.seen.append(look(engine, study, END))
    left.log = engine.close(END)
    return left


def look(engine, study, now):
    """See what commanders may see."""
    stocks = np.zeros(study.setting.n_areas)
    engine.add_stocks(now, stocks)
    return {
        "outcome": engine.outcomes().copy(),
        "waiting": np.array(engine.waiting()),
        "on_duty": np.array(engine.units_on_duty()),
        "harm": np.stack(engine.harm_by_area()),
        "stock": stocks,
    }


def assert_same(plain, compiled):
    """Hold two streets against each other."""
    assert_same_records(plain.log, compiled.log, ("dispatches", "visits", "outcome", "tallies"))
    assert plain.log.steps == compiled.log.steps
    for mine, other in zip(plain.seen, compiled.seen, strict=True):
        for name in ("waiting", "on_duty", "harm", "stock"):
            assert mine[name].tobytes() == other[name].tobytes(), name
        assert_same_fields("outcome seen", mine["outcome"], other["outcome"])


def assert_same_records(mine, other, names):
    """Hold records against each other, table by table."""
    for name in names:
        assert_same_fields(name, getattr(mine, name), getattr(other, name))


def assert_same_fields(name, mine, other):
    """Hold two tables against each other field by field; gaps between fields may hold anything."""
    assert mine.dtype == other.dtype
    assert mine.size == other.size, f"{name}: {mine.size} rows against {other.size}"
    for column in mine.dtype.names:
        if mine[column].tobytes() != other[column].tobytes():
            row = next(row for row in range(mine.size) if mine[column][row].tobytes() != other[column][row].tobytes())
            message = f"{name}, row {row}, {column}: {mine[row]} against {other[row]}"
            raise AssertionError(message)


def assert_same_traces(plain, compiled):
    """Hold what two sessions left behind against each other."""
    assert_same_records(
        plain, compiled, ("plan", "due", "reviews", "dispatches", "visits", "outcome", "tallies", "whereabouts")
    )
    assert plain.steps == compiled.steps
    assert plain.stock_total.tobytes() == compiled.stock_total.tobytes()
    assert plain.stock_count.tobytes() == compiled.stock_count.tobytes()
