"""Ranks of deprivation are read as published, combined from domains, and carried between vintages."""

import numpy as np
import pandas as pd
import pytest

from sim.county import carry, deprivation
from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.errors import InputError

DOMAINS = tuple(deprivation.WEIGHT_OF_DOMAIN)
REAL_COLUMNS = (
    "Income Rank",
    "Employment Rank",
    "Education, Skills and Training Rank",
    "Health Deprivation and Disability Rank",
    "Crime Rank",
    "Barriers to Housing and Services Rank",
    "Living Environment Rank",
)


def test_the_most_deprived_in_all_domains_scores_99_9_and_the_median_little():
    # X of the most deprived is 100, and weights add up to 99.9 %; half way X = -23 ln(1 - 0.5 (1 - e^(-100/23))) = 15.65
    ranks = np.tile([1.0, 501.0, 1_000.0], (7, 1))
    scores = deprivation.scores_of(ranks, 1_000)
    np.testing.assert_allclose(scores, [99.9, 0.999 * 15.649, 0.999 * 0.0227], rtol=2e-3)


def test_a_tenth_of_areas_has_half_of_the_scale():
    # what the transformation is for, as its authors say: the most deprived tenth lies between 50 and 100
    ranks = np.tile([1_000.0, 1_001.0], (7, 1))
    assert deprivation.scores_of(ranks, 10_000) / 99.9 == pytest.approx([0.5, 0.5], abs=6e-3)


def test_domains_count_by_their_weight():
    ranks = np.full((7, 7), 10_000.0)
    np.fill_diagonal(ranks, 1.0)
    weights = list(deprivation.WEIGHT_OF_DOMAIN.values())
    np.testing.assert_allclose(deprivation.scores_of(ranks, 10_000), weights, rtol=1e-3)


def test_the_published_scores_of_hertfordshire_come_out(shared_data):
    table = pd.read_csv(shared_data / "imd2019_hertfordshire_lsoa.csv")
    ranks = np.array([table[f"{name} (where 1 is most deprived)"] for name in REAL_COLUMNS], dtype=np.float64)
    scores = deprivation.scores_of(ranks, 32_844)
    np.testing.assert_allclose(scores, table["Index of Multiple Deprivation (IMD) Score"], atol=6e-4)
    published = table["Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"]
    assert pd.Series(scores).corr(published, method="spearman") < -0.99999


@pytest.mark.parametrize(
    ("rank", "areas", "expected"), [(1, 33_755, 1), (33_755, 33_755, 32_844), (77, 32_844, 77), (2, 3, 16_423)]
)
def test_ranks_among_more_areas_keep_their_place(rank, areas, expected):
    # the middle of three areas is the middle of 32,844: (2 - 0.5) / 3 x 32,844 + 0.5 = 16,422.5
    assert abs(int(deprivation.on_scale_of_2019(np.array([float(rank)]), areas)[0]) - expected) <= 1


def with_domains(county_file, folder, are="ranks", rows=4, **changes):
    """Put four areas' domains, alike in all seven, in place of the rank."""
    best_last = {"A1": 1, "A2": 2, "B1": 4, "B2": 3}
    table = pd.DataFrame({"code": list(best_last)[:rows]})
    for domain in DOMAINS:
        rank = table["code"].map(best_last)
        table[domain] = rank if are == "ranks" else 1.5 - rank
    table.assign(**changes).to_csv(folder / "domains.csv", index=False)
    section = {
        "path": "domains.csv",
        "code": "code",
        "areas": 4,
        "domains": {"are": are} | dict(zip(DOMAINS, DOMAINS, strict=True)),
    }
    return COUNTY_CONFIG.validate_python(county_file | {"deprivation": section})


@pytest.mark.parametrize("are", ["ranks", "scores"])
def test_domains_of_a_whole_country_combine_to_its_ranks(county_file, folder, are):
    county = build_county(with_domains(county_file, folder, are), folder)
    expected = deprivation.on_scale_of_2019(np.array([1.0, 2.0, 4.0, 3.0]), 4)
    assert county.deprivation_rank.tolist() == expected.tolist()


def test_scores_need_no_limits_but_ranks_do(county_file, folder):
    with pytest.raises(InputError, match="are not numbers from 1 to 4, the first is '9'"):
        build_county(with_domains(county_file, folder, crime=[1, 2, 9, 3]), folder)


def test_domains_of_a_part_of_the_country_are_refused(county_file, folder):
    with pytest.raises(InputError, match="has 3 rows, and domains combine only where all 4 areas are there once"):
        build_county(with_domains(county_file, folder, rows=3), folder)


@pytest.mark.parametrize("section", [{"column": "rank", "domains": None}, {"column": None}])
def test_a_rank_or_domains_must_be_given_and_not_both(county_file, section):
    both = {"are": "ranks"} | dict(zip(DOMAINS, DOMAINS, strict=True))
    given = {"path": "imd.csv", "code": "code"} | section
    if "domains" in given:
        given["domains"] = both
    with pytest.raises(ValueError, match="either the column of the rank or domains"):
        COUNTY_CONFIG.validate_python(county_file | {"deprivation": given})


def test_values_are_carried_to_areas_that_were_redrawn():
    table = pd.DataFrame({"code": ["kept", "split", "one", "two", "far"], "column": ["5", "1,000", "10", "20", "7"]})
    counterparts = {"split": ("left", "right"), "one": ("merged",), "two": ("merged",), "absent": ("lost",)}
    codes = ["kept", "left", "right", "merged", "lost"]
    found = carry.carried(table, codes, counterparts, carry.mean_of).set_index("code")["column"]
    assert {code: float(found[code]) for code in codes[:4]} == {"kept": 5, "left": 1_000, "right": 1_000, "merged": 15}
    assert "lost" not in found.index


def test_a_text_that_is_no_number_is_given_back_to_be_refused():
    assert carry.mean_of(["1", "none", "2"]) == "none"


def test_the_commonest_class_is_carried():
    assert carry.most_of(["Rural", "Urban", "Urban"]) == "Urban"
    assert carry.most_of(["Rural", "Urban"]) == "Rural"


def test_a_counterpart_that_stands_twice_is_seen():
    table = pd.DataFrame({"code": ["old", "old"], "column": ["1", "2"]})
    assert carry.carried(table, ["new"], {"old": ("new",)}, carry.mean_of)["code"].tolist() == [
        "old",
        "old",
        "new",
        "new",
    ]
