"""Theory is worked out of the study itself, and a study that it does not cover is refused with reasons."""

import pytest

from sim.errors import InputError
from sim.run.parts import build_parts
from sim.validate.judge import Exact
from sim.validate.known import ASKED, known_studies, suite_of
from sim.validate.recognise import SHOWN, recognise
from sim.validate.theory import erlang
from tests.run.studying import KNOWN_ANSWERS, NOTHING_SAID, TINY

VALIDATION = {
    "mmc_1_050": {"share that waits": 0.5, "mean wait": 1},
    "mmc_2_050": {"share that waits": 0.333333, "mean wait": 0.333333},
    "mmc_3_050": {"share that waits": 0.236842, "mean wait": 0.157895},
    "mmc_5_080": {"share that waits": 0.554113, "mean wait": 0.554113},
    "mmc_20_090": {"share that waits": 0.550769, "mean wait": 0.275385},
    "cobham_1_080": {"mean wait, grade 1": 0.95238, "mean wait, grade 2": 1.58730, "mean wait, grade 3": 6.66667},
    "cobham_20_090": {"mean wait, grade 1": 0.03358, "mean wait, grade 2": 0.06106, "mean wait, grade 3": 0.50070},
    "preemptive_resume": {"mean time to end, grade 1": 1.428571, "mean time to end, grade 2": 7.142857},
    # λ .075 and .045 a minute, λ E[S²] / 2 = .6 and 3.06; the mean time on scene is .75 / .12 = 6.25 minutes
    "preemptive_resume_uneven": {
        "mean time to end, grade 1": (4 + 0.6 / 0.7) / 6.25,
        "mean time to end, grade 2": (10 / 0.7 + 3.66 / 0.7 / 0.25) / 6.25,
    },
    "mg1_exponential": {"mean wait": 4},
    "mg1_fixed": {"mean wait": 2},
    "mg1_cv2": {"mean wait": 6},
    "mg1_gamma": {"mean wait": 2.5},  # 4 × (1 + .25) / 2
    "mg1_empirical": {"mean wait": 3},  # 4 × (1 + .5) / 2
    "square_right_angle": {"mean journey = 2/3 √A, right-angle (minutes)": 4},  # 2 km at 20 km/h: six minutes a side
    "square_straight": {"mean journey = .5214 √A, straight (minutes)": 3.128433},
    "effect_7_percent": {"share of crime prevented": 0.07},
    # theft counts .8 of a mean of .75 and would fall by 17.07 %, the cap is .8 × .15 = 12 %, and it is a quarter of all
    "effect_16_percent": {"share of crime prevented": 0.16 - 0.25 * (0.16 * 0.8 / 0.75 - 0.12)},
    "effect_backfire_5_percent": {"share of crime prevented": -0.05},
}
"""Numbers of the table of known answers, typed in here and nowhere else."""


def answers(loaded):
    """Give what theory says of a study."""
    rows = recognise(build_parts(loaded)).rows
    return {row.what: row.rule.value for row in rows if isinstance(row.rule, Exact)}


@pytest.mark.parametrize("study", VALIDATION)
def test_theory_of_a_study_is_that_of_the_table(study, desk):
    found = answers(desk.load(KNOWN_ANSWERS / f"{study}.yaml"))
    for what, value in VALIDATION[study].items():
        assert found[what] == pytest.approx(value, rel=5e-6, abs=5e-6), what


def test_mean_over_the_grades_is_that_of_first_come_first_served(desk):
    assert answers(desk.load(KNOWN_ANSWERS / "cobham_20_090.yaml"))["mean wait, grades 1, 2, 3"] == pytest.approx(
        0.275385, abs=5e-6
    )


def test_constants_of_the_nearest(desk):
    """g = .03 an area of 100 m, 600 km/h: .01 minutes an area, so .5 × .01 / √.03 = .028868; twice: / √2."""
    found = answers(desk.load(KNOWN_ANSWERS / "nearest_straight.yaml"))
    assert found["mean journey, today = .5 g^-½, straight (minutes)"] == pytest.approx(0.028868, abs=5e-7)
    assert found["mean journey, twice = .5 g^-½, straight (minutes)"] == pytest.approx(0.020412, abs=5e-7)
    assert found["fall, twice = 1 - 1/√2"] == pytest.approx(0.292893, abs=5e-7)
    assert found["mean journey, today (minutes)"] == pytest.approx(0.028868, rel=0.01)


@pytest.mark.parametrize(
    ("study", "changes", "what", "value"),
    [
        # another number of officers: M/M/3 with an offered load of 1
        ("mmc_2_050", {"force__posts": {"response": 3}}, "mean wait", 1 / 11 / 2),
        # another load: M/M/1 at .9
        ("mmc_1_050", {"demand__types__0__calls_per_year": 78840}, "mean wait", 9),
        # another shape: M/D/1 at .5
        ("mmc_1_050", {"demand__types__0__scene": {"kind": "fixed", "mean_min": 6}}, "mean wait", 0.5),
        # a second type of half the length: S is 6 or 3 minutes, E[S] = 4.5, E[S²] = 22.5, λ = .1: ρ = .45
        (
            "mmc_1_050",
            {
                "demand__types": [
                    {"key": name, "calls_per_year": 26280, "scene": {"kind": "fixed", "mean_min": mean}}
                    for name, mean in (("long", 6), ("short", 3))
                ]
            },
            "mean wait",
            0.1 * 22.5 / 2 / 0.55 / 4.5,
        ),
        # an effect at spots that cover two fifths of the place: .4 × 7 %
        (
            "effect_7_percent",
            {
                "effect": {
                    "label": "At spots",
                    "reduction": 0.07,
                    "place": "spot",
                    "covered_share": 0.4,
                    "visit_minutes": 15,
                    "displacement": 0,
                    "diffusion": 0,
                    "reporting_per_minute": 0,
                    "cap": 0.8,
                    "max_stock_minutes": 150,
                }
            },
            "share of crime prevented",
            0.028,
        ),
        # other shares of the grades
        ("preemptive_resume", {"demand__types__0__grades": [0, 0, 1, 0]}, "mean wait, grade 2", 0.8 / 0.5),
    ],
)
def test_theory_follows_the_study(desk, study, changes, what, value):
    loaded = desk.load(KNOWN_ANSWERS / f"{study}.yaml", f"changed_{study}", **changes)
    assert answers(loaded)[what] == pytest.approx(value)


def test_several_places_without_journeys_are_a_geography_or_else_a_queue(desk):
    """More units than can be solved as a chain are still a queue: M/M/7 at 11.2 calls an hour of 15 minutes."""
    few = answers(desk.load(KNOWN_ANSWERS / "hypercube_4.yaml"))
    many = answers(desk.load(KNOWN_ANSWERS / "hypercube_4.yaml", "seven", force__posts__response=7))
    assert "share of A to unit 3" in few
    assert few["share that waits"] == pytest.approx(erlang.erlang_c(4, 2.8))
    assert set(many) == {"share of time busy", "share that waits", "mean wait"}
    assert many["share that waits"] == pytest.approx(erlang.erlang_c(7, 2.8))


NO_THEORY = [
    ("mmc_2_050", {"demand__types__0__calls_per_year": 200_000}, "the queue never ends"),
    ("mmc_2_050", {"demand__types__0__officers": [0.5, 0.5]}, "several officers"),
    ("mmc_2_050", {"demand__types__0__arrest_share": 0.1}, "leave for custody"),
    ("mmc_2_050", {"demand__handling": {"median_min": 3}}, "not ready at once"),
    ("mmc_2_050", {"demand__types__0__scene__kind": "lognormal"}, "exponential or fixed"),
    ("mmc_2_050", {"force__double_share": 0.5}, "crewed by two"),
    ("mmc_2_050", {"street__dispatch__turn_out_minutes": 1}, "do not leave at once"),
    ("mmc_2_050", {"demand__types__0__near_repeat": {"branching": 0.1, "decay_days": 3, "sigma_m": 0}}, "near_repeat"),
    ("hypercube_4", {"street__dispatch__travel_counts": True}, "journeys take time"),
    ("nearest_straight", {"demand__types__0__calls_per_year": 80_000_000}, "away"),
    ("nearest_straight", {"force__abstraction": 0}, "nobody is ever absent"),
    ("square_straight", {"county__travel": {"hour_factor": 1.5}}, "longer at some hours"),
    ("effect_7_percent", {"scenarios__patrol__target__visit_minutes": 10}, "visits of 15 minutes at 16:00, 20:00"),
    ("effect_7_percent", {"demand__types__0__grades": [0, 1, 0, 0]}, "cuts visits short"),
    ("effect_16_percent", {"effect": {"pack": "central"}}, "it must be fixed"),
]


@pytest.mark.parametrize(("study", "changes", "reason"), NO_THEORY, ids=[reason for _, _, reason in NO_THEORY])
def test_what_theory_does_not_cover_is_refused(desk, study, changes, reason):
    loaded = desk.load(KNOWN_ANSWERS / f"{study}.yaml", f"uncovered_{study}", **changes)
    with pytest.raises(InputError, match="theory does not know it") as error:
        recognise(build_parts(loaded))
    assert any(reason in problem.do for problem in error.value.problems)


def test_a_study_of_everything_at_once_is_refused(desk):
    with pytest.raises(InputError, match="theory does not know it") as error:
        recognise(build_parts(desk.load(TINY)))
    (problem,) = error.value.problems
    assert "not a few units with a place each, a queue, one unit" in problem.what
    assert problem.do.startswith("nearest is ")
    assert problem.do.count("; ") == SHOWN
    assert problem.do.endswith(" more")


def test_every_known_study_is_asked_something(desk):
    studies = known_studies()
    assert set(ASKED) <= set(studies)
    assert set(VALIDATION) <= set(studies)
    names = [case.name for case in suite_of(["effect_16_percent", "mmc_1_050", "mmc_1_050"], NOTHING_SAID).cases]
    assert names == ["effect_16_percent", "half_life", "mmc_1_050"]
    only_by_name = desk.changed(studies["one_more_unit"], "one_more_unit", {"days": 7})
    with pytest.raises(InputError, match="theory does not know it"):
        suite_of([str(only_by_name)], NOTHING_SAID)
