"""The line that says in words what an option is: whatever makes two options differ stands in it."""

import pytest

from sim.run.describe import options_of
from sim.study.load import load_study
from tests.files import read_yaml
from tests.project.tracked import ROOT

STUDIES = [
    path.stem
    for path in sorted((ROOT / "scenarios").glob("*.yaml"))
    if (asked := read_yaml(path)).get("kind") != "trial" and not str(asked["county"]).endswith("_fitted")
]
"""Studies of options that need no fit first."""


def described(name):
    """Give what the options of a shipped study are, by name."""
    return {
        option.name: option.description for option in options_of(load_study(ROOT / "scenarios" / f"{name}.yaml").study)
    }


def test_the_time_that_records_are_looked_at_is_told():
    told = described("hotspots")
    assert (
        "the 80 areas with the most recorded harm (in the last 364 days) visited 4 times a day, 15:00" in told["harm"]
    )
    assert "the 80 areas with the most recorded harm (in the last 28 days) visited" in told["last_month"]


def test_visits_that_are_shared_out_are_a_mean():
    told = described("hotspots")
    assert "visited 4 times a day on average, 15:00" in told["optimal"]
    assert "on average" not in told["preventable"]


@pytest.mark.parametrize("name", STUDIES)
def test_no_two_options_of_a_shipped_study_read_alike(name):
    lines = list(described(name).values())
    assert len(set(lines)) == len(lines) > 1
