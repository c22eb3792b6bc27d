"""The published top ten is a known answer, and a wrong one is found."""

import json
from dataclasses import replace

import numpy as np

from sim.cli.program import main
from sim.validate.rules import published_ranks
from sim.validate.rules.published_ranks import misplaced, read_published_ranks


def test_ten_areas_are_where_they_were_published():
    listed = read_published_ranks()
    assert len(listed.area) == 10
    assert misplaced(listed) == 0


def test_an_area_in_another_place_is_found_and_those_that_it_displaces():
    listed = read_published_ranks()
    # with deprivation rank 127 instead of 126 the tie of two areas is broken: both leave the place 7.5
    deprivation = listed.value["deprivation"] + (np.array(listed.area) == "Watford 009C")
    assert misplaced(replace(listed, value=listed.value | {"deprivation": deprivation})) == 2


def test_a_wrong_way_of_combining_fails_the_known_answer(capsys, monkeypatch):
    monkeypatch.setattr(published_ranks, "combine_ranks", lambda ranks: ranks.mean(axis=0))
    assert main(["validate", "published_county", "--json", "-q", "--workers", "1"]) == 6
    rows = {row["case"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["published_ranks"]["verdict"] == "fails"
    assert rows["published_ranks"]["obtained"] == 10
