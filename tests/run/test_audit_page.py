"""The page on the audit trail: its recipe runs as it stands, and finds what the trail holds."""

import re

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.project.tracked import ROOT
from tests.run.studying import TINY, Gone
from tests.run.test_calibrate import STREET

PAGE = (ROOT / "docs" / "audit-trail.md").read_text(encoding="utf-8")
(RECIPE,) = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(desk):
    """Run a busy tiny study in which emergencies take units from visits and from other calls."""
    street = {**STREET, "dispatch": {**STREET["dispatch"], "preempt": ["visit", "travel", "scene"]}}
    loaded = desk.load(
        TINY,
        "audited",
        demand={"pack": "hertfordshire", "times": 0.06},
        effect="none",
        replications=1,
        street=street,
        scenarios__response=Gone,
        scenarios__moved=Gone,
    )
    return desk.run(loaded, "audited").folder


def followed(folder, recipe=RECIPE):
    """Run the recipe on a study's results; give its tables."""
    tables = {}
    assert "results/small" in recipe
    exec(recipe.replace("results/small", folder.as_posix()), tables)  # noqa: S102 - the page is ours
    return tables


def test_the_recipe_follows_the_emergency_that_waited_longest(folder):
    tables = followed(folder)
    calls = pd.read_parquet(folder / "calls.parquet").query("scenario == 'today' and grade == 1")
    slowest = calls.loc[(calls["first_arrival_min"] - calls["call_min"]).idxmax()]
    sent = tables["sent"]
    assert set(sent["call"]) == {slowest["call"]}
    assert sent["dispatch_min"].min() == slowest["first_dispatch_min"]
    assert sent["arrival_min"].min() == slowest["first_arrival_min"]
    assert sent.loc[sent["arrival_min"].idxmin(), "unit"] == slowest["unit"]


def of(call):
    """Give the recipe for a call chosen otherwise: a row with its scenario and number."""
    mine = f"""longest = calls.index[(calls["scenario"] == "{call.scenario}") & (calls["call"] == {call.call})][0]"""
    recipe = re.sub(r"^emergencies = .*$", "emergencies = calls", RECIPE, flags=re.MULTILINE)
    return re.sub(r"^longest = .*$", mine, recipe, flags=re.MULTILINE)


def test_a_call_that_cut_a_visit_shows_it(folder):
    dispatches = pd.read_parquet(folder / "dispatches.parquet")
    cutting = dispatches[dispatches["was"] == "on_visit"].iloc[0]
    sent = followed(folder, of(cutting))["sent"]
    row = sent[(sent["unit"] == cutting.unit) & (sent["dispatch_min"] == cutting.dispatch_min)].iloc[0]
    assert row["end_min"] == cutting.dispatch_min
    assert row["area_code"] == cutting.from_area_code
    assert ((sent["was"] == "on_visit") == sent["start_min"].notna()).all()


def test_a_call_whose_units_were_taken_shows_where_they_went(folder):
    dispatches = pd.read_parquet(folder / "dispatches.parquet")
    leaving = dispatches[dispatches["left_call"].notna()]
    loser = leaving.iloc[0].copy()
    loser["call"] = int(loser["left_call"])
    taken = followed(folder, of(loser))["taken"]
    mine = leaving[(leaving["scenario"] == loser["scenario"]) & (leaving["left_call"] == loser["call"])]
    assert taken[["unit", "taken_min", "taken_to"]].to_numpy().tolist() == (
        mine[["unit", "dispatch_min", "call"]].to_numpy().tolist()
    )


def test_every_column_of_the_files_says_what_it_means(folder):
    for name in ("calls", "dispatches", "visits"):
        for field in pq.read_schema(folder / f"{name}.parquet"):
            assert len(field.metadata[b"description"]) > 10, (name, field.name)
