"""Layouts of what the kernels of this room read: kinds of call, lots to be drawn, and calls that are only placed yet."""

from __future__ import annotations

import numpy as np

BASE, EXTRA, ORPHANS, UNREPORTED_BROOD, CHILDREN = range(5)
"""Broods of a type; see `sim.demand.broods`. They are part of every draw's key: never renumber one."""

# Marks of a call: words of the call's own stream, in blocks of four. The first block places the call, the last is drawn
# for few. `SINGLES` holds two single-precision marks; `LATER` is the time at the desk of a call of grade 4 and the days
# until the appointment of one of grade 3.
(
    TIME,
    PLACE,
    THINNING,
    BROOD_SIZE,
    U,
    SINGLES,
    MOVED,
    DETERRED,
    RECORD,
    HATE_MARK,
    GRADE,
    OFFICERS,
    SCENE,
    HANDLING,
    GIVES_UP,
    ARREST,
    PATIENCE,
    CUSTODY,
    LATER,
    SLOT,
) = range(20)
N_MARKS = 20
FIRST_CHILD_BLOCK = 1 << 20
"""Block j + this of a call draws its near-repeat j: who it is, when and where it comes."""
FIRST_GAMMA_BLOCK = 1 << 10
"""Block j + this of a call is trial j of a gamma distributed time on scene."""
WINDOW_BITS = 40
"""A call that is nobody's child is numbered window × 2^40 + its place among those drawn for the window."""

LOGNORMAL, EXPONENTIAL, FIXED, GAMMA, LISTED, QUANTILES = range(6)
"""How time on scene is distributed, in the order of `sim.demand.model.SCENE_KINDS`."""

KIND = np.dtype(
    [
        # placing
        ("key0", np.uint64),  # key of the type's stream of marks
        ("key1", np.uint64),
        ("spare", np.float64),  # M of MODEL.md §1
        ("kept", np.float64),  # w: a share 1 - w q of the calls put to the test happens, here or next door
        ("most_happening", np.float64),  # 1 - w q at most, over areas and hours
        ("children", np.float64),  # mean number of near-repeats
        ("childless", np.float64),  # chance of none
        ("decay_weeks", np.float64),  # mean delay of a near-repeat
        ("tested", np.int32),  # row of q; -1: nothing is prevented
        ("shaped", np.int32),  # whether the wanted rate differs from the base rate at all
        # marks
        ("deterrable", np.float64),
        ("hate", np.float64),
        ("arrest", np.float64),
        ("crime", np.float64),  # share of calls that become a crime
        ("asb", np.float64),  # share that become a crime or an ASB row
        ("harm", np.float64),  # of a call that is no crime
        ("grade_until", np.float64, (3,)),  # cumulative shares of grades 1 to 3; inf from the last that has any
        ("officers_until", np.float64, (3,)),
        ("offence_from", np.int32),  # rows of the type's offences
        ("offence_until", np.int32),
        ("scene", np.int32),  # LOGNORMAL to QUANTILES
        ("scene_a", np.float64),  # lognormal: log of the median; gamma: shape; else: mean
        ("scene_b", np.float64),  # lognormal: sigma; gamma: scale
        ("points_from", np.int32),  # rows of the type's list of minutes
        ("points_until", np.int32),
    ],
    align=True,
)
"""One row a call type."""

LOT = np.dtype(
    [
        ("count", np.int64),  # calls to draw
        ("number", np.uint64),  # of the first
        ("kind", np.int32),
        ("brood", np.int32),
        ("from_hour", np.int32),  # the window, hours since the start
        ("until_hour", np.int32),
        ("rate", np.int32),  # row of the rates by area
        ("frailty", np.int32),  # row of the frailties by area
    ],
    align=True,
)
"""Calls of one type and brood in one window."""

PLACED = np.dtype(
    [
        ("number", np.uint64),  # which call of its brood this is; a near-repeat: a word that its parent drew
        ("parent", np.int32),  # row of the parent among the placed; -1: none
        ("area", np.int16),
        ("kind", np.uint8),
        ("brood", np.uint8),
    ],
    align=True,
)
"""A call whose time and area are drawn, and nothing else yet."""

DESK_RULES = np.dtype(
    [
        ("handling_median", np.float64),
        ("handling_sigma", np.float64),
        ("desk_mean", np.float64),
        ("custody_median", np.float64),
        ("custody_sigma", np.float64),
        ("patience_share", np.float64, (4,)),
        ("patience_mean", np.float64, (4,)),
        ("books", np.int32),  # whether calls of grade 3 get an appointment
        ("log_later", np.float64),  # log of the chance that an appointment is a further day away; 0: always the next
        ("first_hour", np.float64),  # of appointments
        ("slots", np.float64),  # quarter-hours of appointments in a day
    ],
    align=True,
)
"""One row: what happens to a call before anyone is sent."""
