"""Every broken study gives exact errors, exit code 2, and leaves earlier results alone; through the real command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.program import main

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests" / "study" / "broken"

# file: (file of the problem if it is a pack, line, column, where, words of the message)
EXPECTED = {
    "unknown_key": [
        ("", 11, 29, "scenarios.hotspots.target.visit_per_day", "unknown key; did you mean `visits_per_day`?"),
        ("", 12, 5, "scenarios.hotspots.effect", "unknown key; it belongs to the top of the file"),
    ],
    "duplicate_key": [
        ("", 6, 1, "days", "the key `days` stands twice; the first is in line 5"),
        ("", 11, 39, "scenarios.more.uplift.posts", "the key `posts` stands twice; the first is in line 11"),
    ],
    "wrong_type": [
        ("", 5, 7, "days", 'expected a whole number, not "28 days"; write the number alone: 28'),
        ("", 6, 15, "replications", "expected a whole number or a section of keys and values, not 2.5; round it"),
        ("", 7, 7, "seed", "expected a whole number, not true"),
        ("", 10, 3, "scenarios.today", "expected a section of keys and values, not nothing; write {}"),
        ("", 12, 21, "scenarios.more.uplift.posts", 'expected a whole number, not "10"; remove the quotes'),
        ("", 13, 40, "scenarios.more.target.visits_at", 'expected a list, not "16:00"; put it in brackets: [16:00]'),
        ("", 13, 62, "scenarios.more.target.visit_minutes", 'expected a number, not "25 %"'),
        ("", 14, 10, "scenarios.fewer", "expected a section of keys and values, not 5"),
    ],
    "impossible_value": [
        ("", 5, 7, "days", "must be at least 1, not 0"),
        ("", 6, 15, "warm_up_days", "must be at least 0, not -7"),
        ("", 7, 15, "replications", "must be at least 1, not 0"),
        ("", 12, 23, "scenarios.too_many.redeploy.posts", "cannot move 1000 officers: response has 785"),
        ("", 13, 39, "scenarios.too_many.target.hotspots", "700 hotspots are more than the 690 areas of the county"),
        ("", 15, 29, "scenarios.too_much.uplift.to", "sum to 1.2"),
        ("", 16, 5, "scenarios.too_much.target", "50 visits of 15 minutes do not fit into 15:00-23:00"),
    ],
    "missing_key": [
        ("", 1, 1, "", "the key `schema_version` is missing; add it"),
        ("", 1, 1, "", "the key `days` is missing; add it: days that are measured"),
        ("", 8, 5, "scenarios.more.uplift", "the key `to` is missing; add it: the team that they go to"),
        ("", 10, 5, "scenarios.hotspots.target", "the key `rank_by` is missing; add it"),
    ],
    "bad_date": [("", 4, 8, "start", 'expected a date, not "2026-02-30"; write a date that exists')],
    "unknown_pack": [
        ("", 4, 54, "county.districts.1", 'the county has no district "Wattford"; did you mean `Watford`?'),
        ("", 5, 8, "force", "there is no file"),
        ("", 8, 13, "harm_index", 'there is no harm pack "cambrige"; did you mean `cambridge`? there are cambridge,'),
        ("", 9, 9, "effect", 'there is no effect pack "centrl"; did you mean `central`? there are base, central,'),
    ],
    "bad_forces": [
        ("", 4, 28, "county.of", "forces can only be modelled on a whole county of kind embedded"),
        ("", 11, 23, "scenarios.fewer.redeploy.posts", "cannot move 400 officers: response has 342; move at most 342"),
        ("", 12, 39, "scenarios.fewer.target.hotspots", "101 hotspots are more than the 100 areas of each force"),
    ],
    "too_many_forces": [
        ("", 4, 51, "county.forces", "200 forces of 814 areas are more than 98,000 areas"),
    ],
    "bad_precision": [
        ("", 6, 1, "replications", "one scenario alone has no difference that could be known to a precision"),
        ("", 6, 27, "replications.precision", 'expected a number, not "10 %"; if a share is meant, write 0.1'),
        ("", 6, 37, "replications.of", 'there is no measure "harm_preventd"; did you mean `harm_prevented`?'),
        ("", 6, 62, "replications.at_least", "must be at least 2, not 1"),
        ("", 6, 74, "replications.at_most", "must be at least 2, not 0"),
        (
            "",
            6,
            77,
            "replications.until",
            "unknown key; the keys here are precision, of, absolute, at_least and at_most",
        ),
    ],
    "bad_syntax": [("", 10, 13, "", "the section that opens in line 10 is not closed; end it with }")],
    "tab": [("", 4, 1, "", "a tab stands where YAML wants spaces; replace the tab by spaces")],
    "bad_hours": [
        ("", 10, 36, "scenarios.late.target.hours", "'25:00' is not a time of day"),
        ("", 12, 36, "scenarios.night.target.hours", "pass midnight"),
        ("", 14, 36, "scenarios.words.target.hours", "'evenings' is not a span of time"),
        ("", 16, 5, "scenarios.twice.target", "a visit of 15 minutes at 16:00 is not over by the next one"),
    ],
    "no_baseline": [("", 6, 11, "baseline", 'there is no scenario "todya"; did you mean `today`?')],
    "grown_baseline": [
        ("", 10, 5, "scenarios.more.uplift", "the baseline is the force as it is today"),
        ("", 11, 3, "scenarios.More", '"More" and "more" differ only in capitals'),
    ],
    "bad_name": [
        ("", 1, 17, "schema_version", "expected 1, not 2"),
        ("", 2, 8, "study", '"what/now?" is no name; use up to 64 letters'),
        ("", 3, 11, "question", "must not be empty"),
        ("", 9, 3, "scenarios.half and half", '"half and half" is no name'),
        ("", 10, 3, "scenarios.nul", '"nul" is a name that Windows keeps for itself'),
    ],
    "broken_pack": [
        ("", 8, 11, "baseline", 'there is no scenario "todya"'),
        ("packs/force_with_mistakes.yaml", 1, 19, "posts.response", "whole number, not 70.5"),
        ("packs/force_with_mistakes.yaml", 3, 14, "abstraction", 'expected a number, not "25 %"'),
        ("packs/force_with_mistakes.yaml", 4, 1, "double_shares", "unknown key; did you mean `double_share`?"),
        ("packs/force_with_mistakes.yaml", 5, 8, "meals", 'expected true or false, not "yes"; write true'),
        ("packs/street_with_a_tab.yaml", 2, 1, "", "a tab stands where YAML wants spaces"),
    ],
    "broken_table": [
        ("", 9, 43, "county.areas.1.population", "must be at least 0, not -5"),
        ("", 9, 59, "county.areas.1.rural", "unknown key; did you mean `urban`?"),
        ("", 13, 75, "demand.types.0.scene.kind", 'not "exponental"; did you mean `exponential`?'),
        ("", 16, 22, "effect.drawn", "unknown key; did you mean `draw`?"),
    ],
}


@pytest.fixture
def earlier_results(tmp_path, monkeypatch):
    """Work in a folder that holds results of an earlier run."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "results" / "broken"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    (folder / "summary.csv").write_bytes(b"scenario,measure\r\n")
    return tmp_path / "results"


def contents(folder):
    """Give every file below a folder with its bytes and its time."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_every_broken_study_is_expected():
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(EXPECTED)
    assert len(EXPECTED) >= 10


@pytest.mark.parametrize("name", EXPECTED)
def test_every_mistake_is_told_at_its_place(name, earlier_results, capsys):
    before = contents(earlier_results)
    study = BROKEN / f"{name}.yaml"
    assert main([str(study)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    heads = [line for line in told.err.splitlines() if line.startswith(str(BROKEN))]
    assert len(heads) == len(EXPECTED[name])
    for head, (pack, line, column, where, words) in zip(heads, EXPECTED[name], strict=True):
        file = BROKEN / pack if pack else study
        place = f"{file}:{line}:{column}:"
        assert head.startswith(f"{place} {where}:" if where else f"{place} ")
        assert words in head
    count = len(heads)
    assert told.err.splitlines()[-1] == f"{count} problem{'s' if count > 1 else ''}"
    assert contents(earlier_results) == before
    carets_stand_right(told.err.splitlines())
    no_word_of_the_libraries(told.err.lower())


def carets_stand_right(lines):
    """Check that each caret stands under the first character of what is wrong."""
    for head, source, caret in zip(lines, lines[1:], lines[2:], strict=False):
        if caret.strip() == "^" and head.startswith(str(BROKEN)):
            column = int(head.removeprefix(str(BROKEN)).split(":")[2])
            assert caret.index("^") == 4 + column - 1
            assert source[4 + column - 1 :].strip()


def no_word_of_the_libraries(told):
    """Check that the words are ours."""
    for word in ("pydantic", "input should", "type=", "value error", "traceback", "literal", "<class", "ruamel"):
        assert word not in told


@pytest.mark.parametrize("name", ["unknown_key", "bad_syntax"])
def test_broken_study_in_a_process_of_its_own(name, earlier_results):
    before = contents(earlier_results)
    study = BROKEN / f"{name}.yaml"
    run = subprocess.run(
        [sys.executable, "-m", "sim", str(study)],
        cwd=earlier_results.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert all(words in run.stderr for *_, words in EXPECTED[name])
    assert contents(earlier_results) == before
