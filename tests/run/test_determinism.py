"""The same study gives the same bytes, whoever does the work and whatever else is compared."""

import pytest

from tests.run.studying import TINY, Gone, row_text, table_bytes, values_of


def test_twice_in_a_row_gives_the_same_bytes(desk, tiny):
    again = desk.run(desk.load(TINY), "tiny_again")
    assert table_bytes(again.folder) == table_bytes(tiny.folder)


def test_two_workers_give_the_same_bytes_as_one(desk, tiny):
    by_two = desk.run(desk.load(TINY), "tiny_by_two", workers=2)
    assert table_bytes(by_two.folder) == table_bytes(tiny.folder)


def test_another_seed_gives_other_numbers(desk, tiny):
    other = desk.run(desk.load(TINY, "tiny_reseeded", seed=12), "tiny_reseeded")
    assert not (values_of(other.folder, "calls") == values_of(tiny.folder, "calls")).to_numpy().all()


@pytest.fixture(scope="module")
def fewer(desk):
    """Run the tiny study without the largest force, and in another order."""
    scenarios = desk.load(TINY).study.model_dump(mode="json", exclude_unset=True, by_alias=True)["scenarios"]
    kept = {name: scenarios[name] for name in ("moved", "today", "hotspots")}
    return desk.run(desk.load(TINY, "tiny_fewer", scenarios=kept), "tiny_fewer").folder


def test_rows_of_a_scenario_do_not_depend_on_the_others(tiny, fewer):
    for name in ("today", "hotspots", "moved"):
        rows = row_text(fewer, "summary.csv", name)
        assert len(rows) > 25
        assert rows == row_text(tiny.folder, "summary.csv", name)
    assert row_text(fewer, "summary.csv", "response") == []
    kept = values_of(tiny.folder, "harm")[["hotspots", "moved", "today"]]
    assert values_of(fewer, "harm").equals(kept)


def test_more_replications_leave_the_first_ones_alone(desk, tiny):
    more = desk.run(desk.load(TINY, "tiny_more", replications=4, scenarios__response=Gone), "tiny_more").folder
    for measure in ("calls", "harm_prevented", "overtime_hours"):
        expected = values_of(tiny.folder, measure).drop(columns="response")
        assert values_of(more, measure).iloc[:3].equals(expected)
