"""Whether a potential call occurs, where, and whether anybody reports it (MODEL.md §1, §3)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, UNREPORTED
from sim.street.records import (
    ATTENDED,
    CANCELLED,
    DISPLACED,
    INDUCED,
    LATENT,
    PENDING,
    PREVENTED,
    RECORDED,
    SILENT,
)
from tests.street.builders import call, go, make_street

LN2 = math.log(2.0)
HALVES = (LN2, 1.0)
"""A minute of stock keeps half of the calls away."""
DOUBLES = (-LN2, 4.0)
"""A minute of stock doubles the calls; there is room for four times as many: stock acts up to 2 minutes."""
HAPPENED = (PENDING, ATTENDED, CANCELLED, SILENT)


def settle(calls, stock, **more):
    """Let calls be made where the stock, which hardly fades, is as given: per area."""
    more = {"n_areas": len(stock), "decay_per_min": 1e-15, "max_stock": 2.0, "renew_gap_min": 0.0} | more
    street = make_street(calls, **more)
    street.areas["stock"] = stock
    go(street, 1000)
    return street


def fate(u, stock, kind, **fields):
    """Give the state and flags of one call."""
    rules = {name: fields.pop(name) for name in ("displacement", "reporting") if name in fields}
    street = settle([call(1.0, u=u, **fields)], [stock, 0.0], types=[kind], **rules)
    return int(street.outcome["state"][0]), int(street.outcome["flags"][0])


@pytest.mark.parametrize(
    ("u", "stock", "expected"),
    [
        (0.99, 0.0, PENDING),  # nobody was there
        (0.49, 1.0, PENDING),  # half of the calls are kept away
        (0.51, 1.0, PREVENTED),
        (0.24, 2.0, PENDING),
        (0.26, 2.0, PREVENTED),
        (0.126, 3.0, PREVENTED),  # the clamp is for backfire alone
    ],
)
def test_a_deterrable_call_occurs_when_its_mark_lies_below_exp_minus_beta_d(u, stock, expected):
    assert fate(u, stock, HALVES) == (expected, 0)


def test_what_patrol_cannot_deter_occurs():
    assert fate(0.999, 50.0, HALVES, flags=0) == (PENDING, 0)


def test_without_an_effect_everything_occurs():
    assert fate(0.999, 50.0, (0.0, 1.0)) == (PENDING, 0)


@pytest.mark.parametrize(
    ("u", "stock", "expected"),
    [
        (0.24, 0.0, (PENDING, 0)),  # a quarter of the potential calls is what there would be
        (0.25, 0.0, (LATENT, 0)),  # strictly below
        (0.26, 0.0, (LATENT, 0)),
        (0.24, 1.0, (PENDING, 0)),
        (0.25, 1.0, (PENDING, INDUCED)),
        (0.49, 1.0, (PENDING, INDUCED)),  # twice as many with a minute of stock
        (0.51, 1.0, (LATENT, 0)),
        (0.99, 2.0, (PENDING, INDUCED)),
        (0.99, 9.0, (PENDING, INDUCED)),  # beyond the clamp nothing more can happen
    ],
)
def test_backfire_induces_calls_that_were_spared(u, stock, expected):
    assert fate(u, stock, DOUBLES) == expected


@pytest.mark.parametrize(("u", "expected"), [(0.24, PENDING), (0.26, LATENT)])
def test_what_patrol_cannot_deter_keeps_its_rate_under_backfire(u, expected):
    assert fate(u, 2.0, DOUBLES, flags=0) == (expected, 0)


@pytest.mark.parametrize(("v", "expected"), [(0.29, (PENDING, DISPLACED)), (0.31, (PREVENTED, 0))])
def test_a_share_of_what_would_be_prevented_moves(v, expected):
    assert fate(0.6, 1.0, HALVES, v=v, moved_area=1, displacement=0.3) == expected


def test_a_moved_call_happens_next_door_untested_and_keeps_the_rest():
    moved = call(1.0, u=0.6, v=0.0, moved_area=1, harm=7.0, scene=33.0)
    street = settle([moved], [1.0, 50.0], types=[HALVES], displacement=1.0)
    assert street.outcome["area"][0] == 1
    assert street.outcome["stock"][0] == 1.0
    assert street.areas["harm"].tolist() == [0.0, 7.0]
    assert street.areas["harm_prevented"].tolist() == [0.0, 0.0]


def test_a_call_that_occurs_anyway_does_not_move():
    street = settle([call(1.0, u=0.4, v=0.0, moved_area=1)], [1.0, 0.0], types=[HALVES], displacement=1.0)
    assert street.outcome["area"][0] == 0
    assert street.outcome["flags"][0] == 0


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        # (u of the parent, u of the child) under deterrence that halves, no stock where the child is
        (0.4, 0.9, (PENDING, 0)),
        (0.6, 0.1, (PREVENTED, 0)),  # its parent never happened
        (0.6, 0.9, (PREVENTED, 0)),
    ],
)
def test_children_of_a_prevented_call_are_prevented(parent, child, expected):
    calls = [call(1.0, u=parent), call(2.0, area=1, u=child, parent=0)]
    street = settle(calls, [1.0, 0.0], types=[HALVES])
    assert (street.outcome["state"][1], street.outcome["flags"][1]) == expected


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        # the parent meets one minute of stock (u < .25 without patrol, < .5 with), the child none (u < .25)
        (0.2, 0.2, (PENDING, 0)),
        (0.2, 0.3, (LATENT, 0)),
        (0.3, 0.2, (PENDING, INDUCED)),  # without patrol its parent would not have been
        (0.3, 0.3, (LATENT, 0)),
        (0.6, 0.2, (LATENT, 0)),
        (0.6, 0.3, (LATENT, 0)),
    ],
)
def test_children_under_backfire(parent, child, expected):
    calls = [call(1.0, u=parent), call(2.0, area=1, u=child, parent=0)]
    street = settle(calls, [1.0, 0.0], types=[DOUBLES])
    assert (street.outcome["state"][1], street.outcome["flags"][1]) == expected


def test_a_latent_child_of_a_prevented_call_is_latent():
    """The parent's type is deterred, the child's backfires and this child was only spared."""
    calls = [call(1.0, u=0.6), call(2.0, area=1, type=1, u=0.3, parent=0)]
    street = settle(calls, [1.0, 0.0], types=[HALVES, DOUBLES])
    assert street.outcome["state"].tolist() == [PREVENTED, LATENT]


def test_an_induced_call_that_is_deterred_itself_is_latent():
    """It would not have been without patrol, and is not with it."""
    calls = [call(1.0, u=0.3), call(2.0, type=1, u=0.6, parent=0, v=0.0)]
    street = settle(calls, [1.0], types=[DOUBLES, HALVES], displacement=1.0)
    assert street.outcome["state"].tolist() == [PENDING, LATENT]
    assert street.outcome["flags"].tolist() == [INDUCED, 0]


def test_descent_is_passed_on():
    calls = [call(1.0, u=0.6), call(2.0, area=1, u=0.1, parent=0), call(3.0, area=1, u=0.1, parent=1)]
    street = settle(calls, [1.0, 0.0], types=[HALVES])
    assert street.outcome["state"].tolist() == [PREVENTED] * 3


def test_children_of_a_moved_or_unreported_call_have_marks_of_their_own():
    calls = [
        call(1.0, u=0.6, v=0.0, moved_area=1),
        call(2.0, u=0.4, parent=0),
        call(3.0, u=0.6, v=1.0, parent=0),
        call(4.0, u=0.1, offence=0, flags=DETERRABLE | UNREPORTED),
        call(5.0, u=0.4, parent=3),
    ]
    street = settle(calls, [1.0, 0.0], types=[HALVES], displacement=0.5)
    assert street.outcome["state"].tolist() == [PENDING, PENDING, PREVENTED, SILENT, PENDING]
    assert street.outcome["area"].tolist() == [1, 0, 0, 0, 0]


def test_a_child_made_in_the_minute_of_its_parent_knows_its_fate():
    calls = [call(1.0, u=0.6), call(1.0, area=1, u=0.1, parent=0)]
    assert settle(calls, [1.0, 0.0], types=[HALVES]).outcome["state"].tolist() == [PREVENTED, PREVENTED]


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({"offence": 3}, RECORDED),
        ({"flags": ASB_RECORD}, RECORDED),
        ({"flags": HATE}, RECORDED),
        ({}, 0),  # neither a crime nor ASB nor hate: a call, but nothing on record
    ],
)
def test_what_is_on_record(fields, flags):
    assert fate(0.1, 0.0, HALVES, **fields) == (PENDING, flags)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [(0.39, (PENDING, RECORDED)), (0.40, (SILENT, 0))],  # 1 - exp(-.25 x 2) = .3935
)
def test_an_unreported_crime_is_recorded_where_patrol_makes_it_so(mark, expected):
    fields = {"offence": 0, "flags": UNREPORTED, "report": mark, "reporting": 0.25}
    assert fate(0.1, 2.0, HALVES, **fields) == expected


def test_an_unreported_crime_is_no_call_but_counts_as_harm():
    calls = [call(1.0, offence=0, harm=5.0, flags=UNREPORTED)]
    street = settle(calls, [0.0], n_officers=1)
    assert street.outcome["state"][0] == SILENT
    assert street.outcome["closed_min"][0] == 1.0
    assert street.areas["harm"][0] == 5.0


def test_neighbours_get_a_share_of_the_stock():
    """Area 0 has one minute, its neighbours 4 and 8: with a fifth of their mean it is 1 + 1.2."""
    street = settle(
        [call(1.0), call(2.0, area=3)],
        [1.0, 4.0, 8.0, 5.0],
        types=[HALVES],
        neighbours=[[1, 2], [0], [0], []],
        diffusion=0.2,
    )
    assert street.outcome["stock"].tolist() == pytest.approx([2.2, 5.0], rel=1e-6)


def test_harm_is_scored_where_and_only_when_it_is_measured():
    calls = [
        call(1.0, harm=1.0, u=0.1),  # before the measured period
        call(10.0, harm=2.0, u=0.1),
        call(11.0, harm=4.0, u=0.6),  # prevented
        call(12.0, harm=8.0, u=0.3, type=1),  # induced
        call(13.0, harm=16.0, u=0.6, type=1),  # latent
        call(20.0, harm=32.0, u=0.1),  # after it
    ]
    street = settle(calls, [1.0], types=[HALVES, DOUBLES], measure_from_min=10.0, measure_until_min=20.0)
    assert street.areas["harm"][0] == 2.0 + 8.0
    assert street.areas["harm_prevented"][0] == 4.0 - 8.0


def test_a_call_notes_the_stock_that_could_decide_on_it():
    calls = [
        call(1.0),
        call(2.0, area=1),
        call(3.0, flags=0),  # nothing that patrol does bears on it
        call(4.0, type=1),  # nor on this kind
        call(5.0, type=1, flags=UNREPORTED),  # patrol may make somebody report it
    ]
    stock = settle(calls, [1.5, 0.25], types=[HALVES, (0.0, 1.0)]).outcome["stock"]
    assert stock[[0, 1, 4]].tolist() == [1.5, 0.25, 1.5]
    assert np.isnan(stock[[2, 3]]).all()


@st.composite
def families(draw):
    """Draw calls in three areas, some the children of earlier ones."""
    marks = st.floats(0.0, 1.0, exclude_max=True, width=32)
    calls = []
    for number in range(draw(st.integers(1, 25))):
        parent = draw(st.integers(-1, number - 1))
        calls.append(
            call(
                float(number),
                area=draw(st.integers(0, 2)),
                moved_area=draw(st.integers(0, 2)),
                u=draw(marks),
                v=draw(marks),
                parent=parent,
                type=draw(st.integers(0, 1)),
                flags=draw(st.sampled_from([0, DETERRABLE, DETERRABLE])),
            )
        )
    return calls


stocks = st.lists(st.floats(0.0, 4.0), min_size=3, max_size=3)


def happened(street):
    """Say of each call whether it happened."""
    return np.isin(street.outcome["state"], HAPPENED)


@settings(max_examples=60)
@given(families(), stocks, stocks)
def test_more_deterrence_never_makes_a_call_happen(calls, low, more):
    types = [HALVES, (LN2 / 3, 1.0)]
    without = settle(calls, low, types=types)
    with_more = settle(calls, np.add(low, more), types=types)
    assert (happened(with_more) <= happened(without)).all()


@settings(max_examples=60)
@given(families(), stocks, stocks)
def test_more_backfire_never_stops_a_call(calls, low, more):
    types = [DOUBLES, (-LN2 / 2, 2.0)]
    without = settle(calls, low, types=types)
    with_more = settle(calls, np.add(low, more), types=types)
    assert (happened(with_more) >= happened(without)).all()


@settings(max_examples=60)
@given(families(), stocks)
def test_full_displacement_leaves_the_number_of_calls_as_it_was(calls, stock):
    """Were it not for patrol, these would happen: all of them, as nothing is spared."""
    street = settle(calls, stock, types=[HALVES, HALVES], displacement=1.0)
    assert happened(street).all()


@settings(max_examples=60)
@given(families(), stocks)
def test_prevented_less_induced_is_the_difference_to_no_patrol(calls, stock):
    """The states and flags of one run say exactly what a twin without stock would show."""
    types = [HALVES, DOUBLES]
    with_patrol, twin = settle(calls, stock, types=types), settle(calls, [0.0] * 3, types=types)
    state, flags = with_patrol.outcome["state"], with_patrol.outcome["flags"]
    assert ((state == PREVENTED) == (happened(twin) & ~happened(with_patrol))).all()
    assert (((flags & INDUCED) != 0) == (happened(with_patrol) & ~happened(twin))).all()
