"""Every number in models/ has a unit, a source, a confidence and a range."""

import pytest

from tests.files import read_yaml
from tests.project.pack_numbers import unexplained_numbers
from tests.project.tracked import ROOT

PACKS = sorted(path for path in (ROOT / "models").rglob("*.yaml") if "local" not in path.parts)
NUMBER = {"value": 3, "unit": "minutes", "low": 1, "high": 5, "source": "evidence 2.1", "confidence": "found"}
ORIGIN = {"source": "evidence 2.1", "confidence": "range", "times": [0.5, 2]}


def without(mapping, key):
    """Give a mapping less one key."""
    return {name: value for name, value in mapping.items() if name != key}


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_number_is_explained(pack):
    document = read_yaml(pack)
    assert unexplained_numbers(document) == []


def test_there_are_packs_of_every_kind():
    kinds = {path.parent.name for path in PACKS}
    assert {"models", "demand", "force", "street", "effects", "harm", "costs"} <= kinds


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ({"turn_out": NUMBER}, []),
        ({"label": "a pack", "on": True}, []),
        ({"turn_out": 3}, ["turn_out: a bare number"]),
        ({"a": {"b": [NUMBER, 4]}}, ["a.b.1: a bare number"]),
        ({"turn_out": without(NUMBER, "source")}, ["turn_out: no source"]),
        ({"turn_out": NUMBER | {"unit": ""}}, ["turn_out: no unit"]),
        ({"turn_out": NUMBER | {"value": 6}}, ["turn_out: 6 lies outside 1 to 5"]),
        ({"profiles": {"flat": {"hours": [1, 1], **ORIGIN}}}, []),
        (
            {"profiles": {"flat": {"hours": [1, 1]}}},
            ["profiles.flat.hours.0: a bare number", "profiles.flat.hours.1: a bare number"],
        ),
        ({"profiles": {"flat": {"hours": [1], **without(ORIGIN, "times")}}}, ["profiles.flat: no range"]),
        ({"rotas": {"lates": {"teams": 5, **without(ORIGIN, "times")}}}, []),
        ({"rotas": {"lates": {"teams": 5}}}, ["rotas.lates.teams: a bare number"]),
        ({"types": [{"key": "asb", "rate": 2}], "fields": {"types": {"rate": ORIGIN | {"unit": "calls"}}}}, []),
        ({"types": [{"key": "asb", "rate": 2}], "fields": {"types": {"rate": ORIGIN}}}, ["fields.types.rate: no unit"]),
        (
            {"types": [{"key": "asb", "cost": 2}], "fields": {"types": {"rate": ORIGIN | {"unit": "calls"}}}},
            ["types.asb.cost: a bare number"],
        ),
        ({"spatial": {"shop": {"exp": 1.5}}, "fields": {"spatial": {"exp": ORIGIN | {"unit": "none"}}}}, []),
    ],
)
def test_walker_finds_what_is_not_explained(document, problems):
    assert unexplained_numbers(document) == problems


def test_walker_knows_the_words_for_confidence():
    words = ["seed", "found", "derived", "fitted", "recalled", "range", "assumption"]
    expected = f"n: confidence sure is not one of {', '.join(sorted(words))}"
    assert unexplained_numbers({"n": NUMBER | {"confidence": "sure"}}) == [expected]
