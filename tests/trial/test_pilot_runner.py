"""What the runner of pilots puts together: lots, choice, buffers, trend; against sums over the history done plainly."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pytest

from sim.run import pilots as running
from sim.run.parts import build_parts
from sim.study.load import load_study
from sim.trial import quiet
from sim.trial.designs.design import Assignment, Ranked
from tests.trial.studies import tiny_trial

BEFORE = {"kind": "before_after", "before_days": 56}
DAILY = {"kind": "crossover", "period_days": 1}


@dataclass
class Watched:
    """A design that keeps what it was shown and what it decided, pilot by pilot."""

    design: object
    ranked: list[Ranked] = field(default_factory=list)
    assigned: list[Assignment] = field(default_factory=list)

    def assign(self, ranked, selection, grid, random):
        self.ranked.append(ranked)
        self.assigned.append(self.design.assign(ranked, selection, grid, random))
        return self.assigned[-1]


class Walk(NamedTuple):
    """Pilots that were walked: what came of them, the designs, the histories that were drawn, and the county."""

    pilots: list
    designs: dict
    histories: list
    county: object


def walk(path, numbers, monkeypatch):
    """Walk some pilots of a study and watch."""
    loaded, histories = load_study(path), []
    parts, draw = build_parts(loaded), running.draw_history

    def drawn(*about):
        histories.append(draw(*about))
        return histories[-1]

    monkeypatch.setattr(running, "draw_history", drawn)
    runner = running.PilotRunner(parts, loaded.trial)
    runner.designs = {name: Watched(design) for name, design in runner.designs.items()}
    return Walk([runner.walk(number) for number in numbers], runner.designs, histories, parts.county)


def test_each_pilot_and_each_design_has_a_lot_of_its_own_and_keeps_it(tmp_path, monkeypatch):
    two, one = (
        walk(tiny_trial(tmp_path, name, designs=designs), range(2), monkeypatch).pilots
        for name, designs in (("two", {"here": DAILY, "there": DAILY}), ("one", {"there": DAILY}))
    )
    lots = {(pilot, name): two[pilot][name].treated for pilot in range(2) for name in ("here", "there")}
    assert len({lot.tobytes() for lot in lots.values()}) == 4
    for pilot in range(2):
        assert np.array_equal(one[pilot]["there"].treated, lots[pilot, "there"])


def test_a_lottery_of_places_is_drawn_for_each_pilot(tmp_path, monkeypatch):
    path = tiny_trial(tmp_path, designs={"plain": BEFORE}, selection={"rank_by": "random", "places": 2})
    shown = walk(path, range(6), monkeypatch).designs["plain"]
    assert len({ranked.score.tobytes() for ranked in shown.ranked}) == 6
    assert len({tuple(assigned.area) for assigned in shown.assigned}) > 1


@pytest.mark.parametrize("past_days", [28, 84, 364])
def test_places_are_chosen_by_the_past_that_the_study_names(tmp_path, monkeypatch, past_days):
    selection = {"rank_by": "count", "places": 2, "past_days": past_days}
    walked = walk(tiny_trial(tmp_path, designs={"plain": BEFORE}, selection=selection), [4], monkeypatch)
    (history,), shown = walked.histories, walked.designs["plain"]
    (ranked,), (assigned,) = shown.ranked, shown.assigned
    windows = past_days // 28
    crimes, asb = history.past_offences[-windows:].sum(axis=(0, 1)), history.past_asb[-windows:].sum(axis=0)
    assert np.array_equal(ranked.volume, crimes + asb)
    assert assigned.area.tolist() == np.argsort(-ranked.score, kind="stable")[:2].tolist()
    # of all crime: those places and all places, in the same past and in 56 days without patrol
    now = np.bincount(history.calls["area"][in_run(history)], minlength=6)
    past, twin, past_everywhere, twin_everywhere = walked.pilots[0]["plain"].trend[:, 0]
    assert (past, past_everywhere) == pytest.approx((crimes[assigned.area].sum() / past_days, crimes.sum() / past_days))
    assert (twin, twin_everywhere) == pytest.approx((now[assigned.area].sum() / 56, now.sum() / 56))


def in_run(history, days=56):
    """Tell which calls of a history are crimes of the pilot's days."""
    calls = history.calls
    return (calls["offence"] >= 0) & (calls["call_min"] >= 0) & (calls["call_min"] < days * 1440)


def test_buffers_are_counted_round_each_place(tmp_path, monkeypatch):
    walked = walk(tiny_trial(tmp_path, designs={"plain": BEFORE}), [2], monkeypatch)
    county, (history,), (assigned,) = walked.county, walked.histories, walked.designs["plain"].assigned
    calls = history.calls[in_run(history)]
    run = [np.bincount(calls["area"][calls["call_min"] // 40320 == window], minlength=6) for window in range(2)]
    by_period = np.vstack([history.past_offences[-2:].sum(axis=1), run])
    expected = np.zeros((2, 4))
    for area in set(range(6)) - set(assigned.area.tolist()):
        near = county.neighbour[county.neighbour_start[area] : county.neighbour_start[area + 1]].tolist()
        places = [place for place, its in enumerate(assigned.area) if its in near]
        if places:
            away = [
                np.hypot(county.x_m[area] - county.x_m[its], county.y_m[area] - county.y_m[its])
                for its in assigned.area[places]
            ]
            expected[places[int(np.argmin(away))]] += by_period[:, area]
    assert expected.sum() > 0
    assert np.array_equal(walked.pilots[0]["plain"].counted[0].buffer[0], expected)


def test_models_are_fitted_to_the_first_pilots_of_the_study_and_not_of_each_lot(tmp_path):
    path = tiny_trial(
        tmp_path,
        designs={"lot": {"kind": "cluster_randomised", "before_days": 56, "block_size": 2}},
        estimators=["poisson"],
        model_pilots=27,
    )
    parts = build_parts(load_study(path))
    (runs,) = running.run_pilots(parts, range(25, 29))
    assert np.isfinite(runs.arms[0].estimates["poisson"].p[:, 0]).tolist() == [True, True, False, False]


@pytest.mark.parametrize(("fitted", "asked"), [(3, 50), (200, 3)])
def test_the_first_pilots_are_asked_what_they_would_have_found_and_of_models_fewer(
    tmp_path, monkeypatch, fitted, asked
):
    """Two lots that run up to the last pilot asked and past it; models of counts stop earlier, or where they are fitted to fewer."""
    monkeypatch.setattr(quiet, "MODELS_ASKED", asked)
    path = tiny_trial(tmp_path, designs={"lot": {"kind": "cluster_randomised", "before_days": 56}}, model_pilots=fitted)
    parts = build_parts(load_study(path))
    rows = {}
    for first in (2, quiet.ASKED - 1):
        (runs,) = running.run_pilots(parts, range(first, first + 2))
        rows[first] = {name: runs.least_fall[name].shape[0] for name in ("did", "poisson")}
        assert {found.shape[1] for found in runs.least_fall.values()} == {runs.arms[0].truth.without.shape[1]}
    assert rows == {2: {"did": 2, "poisson": 1}, quiet.ASKED - 1: {"did": 1, "poisson": 0}}
