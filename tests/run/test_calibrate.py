"""What today's policing prevents is measured once, kept under a key of all that acts on it, and put back into the rates."""

import json
import sys
from datetime import date
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from sim.command.suppression import BaselineStock
from sim.run.calibrate import HISTORIES, TOLERANCE, census, check_pass
from sim.run.met import Met
from sim.run.parts import build_parts
from sim.run.replicate import walk_scenarios
from sim.run.stock import FOLDER, NOT_BEHIND_STOCK, code_hash, find_stock, hash_of_code, keep_stock
from sim.run.stock_key import stock_key
from sim.run.workers import Crew
from sim.street.records import LATENT, PREVENTED
from tests.command.ground import DISPATCH, MEALS, PRESENCE
from tests.run.studying import NOTHING_SAID, ROOT, SMALL, TINY, Gone, is_counted

DAYS_A_YEAR = 365


@pytest.fixture(scope="module")
def key_of(desk):
    """Give what tells the key of the tiny study after some changes; each is worked out once."""
    known = {}

    def key(**changes):
        name = json.dumps(changes, sort_keys=True, default=str)
        if name not in known:
            known[name] = stock_key(desk.load(TINY, f"key_{len(known)}", seed=11, **changes))
        return known[name]

    return key


@pytest.mark.parametrize(
    "changes",
    [
        {
            "days": 3,
            "warm_up_days": 1,
            "cool_down_days": 0,
            "start": date(2027, 1, 1),
            "replications": 9,
            "question": "Why?",
            "scenarios__today__label": "As it is",
            "scenarios__response": Gone,
            "scenarios__hotspots__target__hotspots": 4,
            "harm_index": "severity",
        },
        {"effect": {"pack": "central", "draw": False}},
        {"effect": "base"},
    ],
    ids=["length, words, other scenarios, unused index", "drawn or not", "size of the effect"],
)
def test_key_leaves_out_what_does_not_act_on_the_baseline(key_of, changes):
    assert key_of(**changes) == key_of()


STREET = {"dispatch": DISPATCH | {"turn_out_minutes": 1}, "meals": MEALS, "presence": PRESENCE}
PATROL = {"rank_by": "harm", "hotspots": 2}
EFFECT = {
    "label": "Own",
    "reduction": 0.2,
    "visit_minutes": 15,
    "displacement": 0,
    "diffusion": 0.1,
    "reporting_per_minute": 0,
    "cap": 0.8,
    "max_stock_minutes": 300,
}


OWN_STREET, PATROLLED, OWN_EFFECT = {"street": STREET}, {"scenarios__today__target": PATROL}, {"effect": EFFECT}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"force__posts__response": 27}),
        ({}, {"demand__times": 0.031}),
        ({}, {"county__areas__1__population": 1601}),
        ({}, PATROLLED),
        ({}, {"baseline": "moved"}),
        (PATROLLED, {**PATROLLED, "harm_index": "severity"}),
        (OWN_STREET, {"street": {**STREET, "meals": {**STREET["meals"], "minutes": 41}}}),
        (OWN_EFFECT, {"effect": {**EFFECT, "diffusion": 0}}),
        (OWN_EFFECT, {"effect": {**EFFECT, "visit_minutes": 10}}),
        (OWN_EFFECT, {"effect": {**EFFECT, "cap": 0.7}}),
    ],
    ids=["force", "demand", "county", "patrol", "baseline", "index", "street", "spill", "reference dose", "cap"],
)
def test_key_holds_what_acts_on_the_baseline(key_of, one, other):
    assert key_of(**one) != key_of(**other)


def test_key_is_of_numbers_and_not_of_where_they_come_from(key_of):
    minutes = {"value": 40, "unit": "minutes", "low": 30, "high": 50, "source": "a diary", "confidence": "found"}
    assert key_of(street={**STREET, "meals": {**STREET["meals"], "minutes": minutes}}) == key_of(**OWN_STREET)


def test_stock_is_measured_once(desk, tiny, monkeypatch):
    """The study of the fixture kept its stock; whoever asks next reads it and gets the very same."""
    key = stock_key(desk.load(TINY))
    kept = desk.cache / FOLDER / f"{key}-{code_hash()}.npz"
    assert kept.is_file()
    assert (tiny.folder / "baseline_stock.npz").read_bytes() == kept.read_bytes()
    assert not [path for path in kept.parent.iterdir() if path.suffix == ".partial"]
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    said = []
    parts = build_parts(desk.load(TINY))
    with Crew(parts, 1, lambda label, done, total: said.append(label)) as crew:
        found = find_stock(parts, crew)
    assert (said, found.key, found.origin) == ([], key, "measured before")
    account = json.loads((tiny.folder / "manifest.json").read_text(encoding="utf-8"))["baseline_stock"]
    assert account["key"] == key


def test_two_that_keep_a_stock_at_once_do_not_meet(tmp_path, monkeypatch):
    """One saves the same stock while the other is in the middle of it; neither spoils what is then read."""
    path, save = tmp_path / "key.npz", BaselineStock.save
    stock = BaselineStock(np.full((3, 168), 0.5, dtype=np.float32), np.ones(2), np.zeros(2))

    def save_with_another_in_between(self, partial):
        monkeypatch.setattr(BaselineStock, "save", save)
        with partial.open("wb") as file:
            file.write(b"half of it")
            keep_stock(stock, path)
            assert (BaselineStock.load(path).mean == stock.mean).all()
            assert partial.read_bytes() in {b"", b"half of it"}
        save(self, partial)

    monkeypatch.setattr(BaselineStock, "save", save_with_another_in_between)
    keep_stock(stock, path)
    assert (BaselineStock.load(path).mean == stock.mean).all()
    assert [found.name for found in tmp_path.iterdir()] == ["key.npz"]


def test_stock_that_cannot_be_saved_leaves_nothing(tmp_path, monkeypatch):
    def fail(self, partial):
        partial.write_bytes(b"half of it")
        raise OSError

    monkeypatch.setattr(BaselineStock, "save", fail)
    with pytest.raises(OSError):  # noqa: PT011 - the very one of above
        keep_stock(BaselineStock.none(1, 1), tmp_path / "key.npz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("philox.py", True),
        ("harm/kernels.py", True),
        ("run/replicate.py", True),
        ("county/readers/new.py", True),
        ("report/page.py", False),
        ("cli/program.py", False),
    ],
)
def test_hash_of_code_is_of_what_stands_behind_a_stock(name, counts, tmp_path):
    for at in ("philox.py", "run/replicate.py", "report/page.py", "cli/program.py", "harm/kernels.py"):
        (tmp_path / at).parent.mkdir(exist_ok=True)
        (tmp_path / at).write_text("before", encoding="utf-8")
    before = hash_of_code(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("after", encoding="utf-8")
    assert (hash_of_code(tmp_path) != before) == counts


def test_no_calibration_runs_through_what_is_left_out_of_the_hash(desk):
    """Every function that is called in either step, and while the parts are built, lies in a file that counts."""
    loaded, called = desk.load(TINY), set()
    sys.setprofile(lambda frame, event, argument: called.add(frame.f_code.co_filename))
    try:
        parts = build_parts(loaded)
        stock, _ = census(parts, 0)
        check_pass(
            parts,
            BaselineStock(stock.astype(np.float32), np.ones(parts.demand.n_types), np.zeros(parts.demand.n_types)),
            0,
        )
    finally:
        sys.setprofile(None)
    package = ROOT / "sim"
    rooms = {Path(file).relative_to(package).parts[0] for file in called if Path(file).is_relative_to(package)}
    assert {"county", "demand", "force", "command", "harm", "run", "clock.py"} <= rooms
    assert not rooms & NOT_BEHIND_STOCK
    assert {path.name for path in package.iterdir()} >= NOT_BEHIND_STOCK


def test_correction_by_hand():
    """One type, two calls that met 4 and 8 minutes where the mean of their areas and hours said 5 and 5.

    They met 12 / 10 = 1.2 times the mean; what is left around 1.2 × 5 = 6 is (4 - 6)² + (8 - 6)² = 8, over 2 × 6² = 72.
    """
    one = np.ones(1)
    met = Met(
        stock=12 * one,
        stock_squared=80 * one,
        mean=10 * one,
        mean_squared=50 * one,
        cross=60 * one,
        prevented=3 * one,
        expected=4 * one,
        moved=one,
        expected_moved=1.5 * one,
        calls=100 * one,
    )
    first = met.corrected(BaselineStock(np.zeros((1, 168), dtype=np.float32), one, 0 * one))
    assert first.at_calls == pytest.approx([1.2])
    assert first.spread == pytest.approx([8 / 72])
    # two calls were lost, 4 - 1.5 were to be: the county's total was missed by half a call in a hundred
    assert met.total_missed == pytest.approx(-0.005)
    # a later pass scales by what was prevented over what was to be expected: 1.2 × 3/4
    assert met.corrected(first).at_calls == pytest.approx([0.9])


def totals(parts, stock, replications):
    """Give the calls of each type that happened in the baseline, a year: (replications, n_types)."""
    counts = []
    for replication in range(replications):
        walk = next(iter(walk_scenarios(parts, stock, replication)))
        assert walk.record.scenario == parts.loaded.study.baseline
        happened = is_counted(walk) & ~np.isin(walk.record.outcome["state"], (LATENT, PREVENTED))
        kinds = walk.record.history.calls["type"][happened]
        counts.append(np.bincount(kinds, minlength=parts.demand.n_types) * DAYS_A_YEAR / parts.loaded.study.days)
    return np.array(counts)


def check_totals(parts, stock, replications):
    """Check that every type's volume is the observed one, within 2 % and 2.6 standard errors."""
    found = totals(parts, stock, replications)
    observed = parts.demand.observed_per_year.sum(axis=1)
    error = found.std(axis=0, ddof=1) / sqrt(replications)
    assert (np.abs(found.mean(axis=0) - observed) <= 0.02 * observed + 2.6 * error).all()
    total_error = found.sum(axis=1).std(ddof=1) / sqrt(replications)
    assert abs(found.sum(axis=1).mean() - observed.sum()) <= 0.005 * observed.sum() + 2.6 * total_error


def test_baseline_gives_back_what_was_observed(desk, tiny, monkeypatch):
    """Eight years of the tiny county: what patrol prevents today is in the rates, so that what is left is today."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    changes = {"days": 364, "scenarios": {"today": {}}, "effect": {"pack": "central", "draw": False}}
    parts = build_parts(desk.load(TINY, "tiny_years", **changes))
    with Crew(parts, 1, NOTHING_SAID) as crew:
        found = find_stock(parts, crew)
    assert found.origin == "measured before"
    check_totals(parts, found.stock, 8)
    # the twenty histories that it was measured on come back within the tolerance, as the last pass found
    met = Met.sum_of([check_pass(parts, found.stock, number) for number in range(HISTORIES)])
    assert abs(met.total_missed) < TOLERANCE
    # without the stock the same policing would prevent some of it: the correction is what brings it back
    without = totals(parts, BaselineStock.none(parts.county.n_areas, parts.demand.n_types), 2)
    assert without.sum(axis=1).mean() < 0.97 * parts.demand.observed_per_year.sum()


@pytest.mark.slow
def test_district_gives_back_what_was_observed(desk, small_form, monkeypatch):
    """Stevenage with the shipped stock: forty years, four in small form."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    parts = build_parts(desk.load(SMALL, "small_years", days=364, scenarios={"today": {}}))
    with Crew(parts, 1, NOTHING_SAID) as crew:
        found = find_stock(parts, crew)
    assert found.origin == "shipped"
    check_totals(parts, found.stock, 4 if small_form else 40)
