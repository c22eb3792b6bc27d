"""What pilots say of their stated effects, and of wedges that end early: held against the tables and against plain sums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.report.trial_assumed import assumed_about_patrol
from sim.report.trial_page import trial_page
from sim.report.trial_stated import StatedEffect, stated_effect_sentences
from sim.report.trial_wedge import never_begin, never_begin_sentences
from sim.run.parts import build_parts
from sim.run.trial import run_trial
from sim.study.load import load_study
from sim.trial.designs.registry import design_of
from tests.files import read_csv
from tests.trial.studies import said_nothing, tiny_trial


def plain(words):
    """Take the blanks that keep a sign on the line of its number for blanks."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def said(content):
    """Give what is said of stated effects in one line."""
    return plain(" ".join(stated_effect_sentences(content)))


def size(row):
    """Say the size of a true change, by hand."""
    change = 100 * abs(float(row["true_change"]))
    return f"{change:.0f} %" if change >= 9.95 else f"{change:.1f} %"


def test_a_stated_fall_is_told_with_what_it_really_was_in_the_first_design(ran):
    rows = {
        row["outcome"]: row
        for row in read_csv(ran.folder / "trial.csv")
        if (row["design"], float(row["reduction"]), row["estimator"]) == ("before", 0.3, "before_after")
    }
    crime, damage, theft = (size(rows[name]) for name in ("all crime", "Criminal damage and arson", "Shoplifting"))
    told = said(ran.content)
    assert "at a place that gets 2 visits of 15 minutes a day without fail." in told
    assert (
        f"here 90 % of the visits are made: a stated 30 % is really {crime} in all crime, {damage} in criminal damage and arson and "
        f"{theft} in shoplifting under “Before (before and after)”."
    ) in told
    assert told in " ".join(map(plain, assumed_about_patrol(ran.content)))
    assert told in plain(trial_page(ran.content))


def test_a_study_of_nothing_says_nothing_of_stated_effects(ran):
    nothing = ran.content.study.model_copy(update={"reductions": (0.0,)})
    assert said(replace(ran.content, study=nothing)) == ""


def test_a_fall_beyond_what_patrol_can_deter_is_told_with_what_is_left_of_it(tmp_path):
    """95 % stated: each type of call falls by at most 80 % of what patrol can deter of it."""
    path = tiny_trial(
        tmp_path,
        reductions=[0.05, 0.95],
        replications=2,
        estimators=["before_after"],
        designs={"a": {"kind": "before_after", "before_days": 56}},
    )
    loaded = load_study(path)
    content = run_trial(loaded, out=tmp_path / "out", workers=1, progress=said_nothing).content
    demand, cap = build_parts(loaded).stated_demand, loaded.effect.cap.value
    records = [
        demand.observed_per_year[kind].sum() * (demand.offence_share[kind].sum() + demand.asb_record_share[kind])
        for kind in range(demand.n_types)
    ]
    strength = [
        demand.effect_multiplier[kind] if demand.deterrable_share[kind] > 0 else 0 for kind in range(demand.n_types)
    ]
    mean = sum(records[kind] * strength[kind] for kind in range(demand.n_types)) / sum(records)
    falls = [min(0.95 * strength[kind] / mean, cap * demand.deterrable_share[kind]) for kind in range(demand.n_types)]
    left = sum(records[kind] * falls[kind] for kind in range(demand.n_types)) / sum(records)
    assert content.effect.reached == pytest.approx((0.05, left))
    assert left < 0.5
    assert said(content).endswith(
        f"A fall of 95 % is more than patrol can make: at the stated dose it prevents at most {100 * cap:.0f} % of what it can deter of "
        f"any kind of crime, and so comes to {100 * left:.0f} %."
    )
    assert "more than patrol can make" not in said(
        replace(
            content,
            effect=StatedEffect("", 2, 15.0, cap, content.effect.reached[:1]),
            study=content.study.model_copy(update={"reductions": (0.05,)}),
        )
    )


@pytest.mark.parametrize(
    ("days", "step_days", "districts", "told"),
    [
        (84, 28, 10, "Only 2 of 10 districts begin within 84 days; the others are never patrolled."),
        (
            85,
            28,
            10,
            "Only 3 of 10 districts begin within 85 days; the others are never patrolled.",
        ),  # a last step of a day
        (56, 28, 10, "Only 1 of 10 districts begins within 56 days; the others are never patrolled."),
        (308, 28, 10, ""),
        (280, 28, 10, "Only 9 of 10 districts begin within 280 days; the others are never patrolled."),
    ],
)
def test_a_wedge_that_ends_early_says_how_many_districts_begin(ran, days, step_days, districts, told):
    designs = dict(ran.content.study.designs)
    designs["wedge"] = designs["wedge"].model_copy(update={"step_days": step_days})
    content = replace(
        ran.content, districts=districts, study=ran.content.study.model_copy(update={"days": days, "designs": designs})
    )
    steps = design_of(designs["wedge"]).grid(days).n_run
    assert told == "" if steps > districts else told.startswith(f"Only {steps - 1} of {districts} ")
    assert never_begin(content, "wedge") == told
    assert never_begin(content, "weeks") == ""
    assert never_begin_sentences(content) == ([f"Wedge (stepped wedge): only{told[4:]}"] if told else [])


def test_as_many_districts_begin_as_the_lot_lets(ran):
    """In every pilot of the small study all districts have their turn, and the page says nothing of others."""
    (wedge,) = (design for design in ran.content.runs if design.name == "wedge")
    assert wedge.patrolled == wedge.places
    assert never_begin(ran.content, "wedge") == ""
