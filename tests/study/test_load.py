"""A loaded study holds everything that it names, and can be written out and read again."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.outcomes.precision_config import PrecisionRule
from sim.run.parts import build_parts
from sim.study.load import load_study
from sim.study.plan import plan
from sim.study.write import resolved_text

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
HEAD = "schema_version: 1\nstudy: mine\nquestion: Which?\nstart: 2026-04-06\ndays: 28\nbaseline: today\n"
PARTS = ("county", "demand", "force", "street", "costs", "effect", "effect_drawn", "harm", "assumptions", "clock")


@pytest.fixture
def load(tmp_path):
    """Load a study of one scenario with more lines."""

    def loader(lines="", **overrides):
        path = tmp_path / "mine.yaml"
        path.write_text(f"{HEAD}{lines}\nscenarios:\n  today: {{}}\n", encoding="utf-8")
        return load_study(path, **overrides)

    return loader


@pytest.fixture(scope="module")
def uplift():
    """Give the main study."""
    return load_study(SCENARIOS / "uplift.yaml")


def test_defaults(load):
    loaded = load()
    study = loaded.study
    assert (study.county, study.demand, study.force) == ("hertfordshire", "hertfordshire", "hertfordshire")
    assert (study.street, study.costs, study.effect, study.harm_index) == (
        "default",
        "hertfordshire",
        "central",
        "cambridge",
    )
    assert (study.warm_up_days, study.cool_down_days, study.start) == (28, 3, date(2026, 4, 6))
    assert loaded.effect_drawn
    assert list(loaded.harm) == ["cambridge", "cambridge_low_harm", "severity", "cost"]
    # 28 days of warm-up, 28 measured, 3 of cool-down
    assert loaded.clock.total_days == 59


def test_main_study_is_as_the_design_says(uplift):
    study = uplift.study
    assert list(study.scenarios) == [
        "today",
        "response",
        "hotspots_by_count",
        "hotspots_by_harm",
        "half_and_half",
        "existing_strength",
    ]
    assert (study.days, study.warm_up_days, study.replications, study.seed) == (364, 28, 10, 2026)
    assert uplift.runs == 60
    half = study.scenarios["half_and_half"].uplift
    assert half.to == {"response": 0.5, "hotspot_team": 0.5}
    moved = study.scenarios["existing_strength"].redeploy
    assert (moved.posts, moved.from_team, moved.to) == (100, "response", "hotspot_team")
    assert uplift.harm_pack.key == "cambridge_low_harm"


def test_overrides(load):
    loaded = load(replications=3, seed=7)
    assert (loaded.study.replications, loaded.study.seed) == (3, 7)


def test_replications_to_a_precision(tmp_path):
    rule = "replications: {precision: 0.1, of: harm_prevented, at_least: 4, at_most: 8}"
    path = tmp_path / "precise.yaml"
    path.write_text(
        f"{HEAD}{rule}\nscenarios:\n  today: {{}}\n  more: {{uplift: {{posts: 1, to: response}}}}\n", encoding="utf-8"
    )
    loaded = load_study(path)
    assert loaded.precision_rule == PrecisionRule(precision=0.1, of="harm_prevented", at_least=4, at_most=8)
    # two scenarios, at most eight times
    assert (loaded.most_replications, loaded.runs) == (8, 16)
    told = plan(loaded, workers=2, out=Path("results"))
    assert (
        "4 to 8 of each scenario, 8 to 16 runs in all, until the difference in harm prevented is known to ±10% for every"
        in told
    )
    fixed = load_study(path, replications=3)
    assert (fixed.precision_rule, fixed.most_replications, fixed.runs) == (None, 3, 6)
    assert "3 of each scenario, 6 runs in all" in plan(fixed, workers=2, out=Path("results"))


def test_a_precision_of_one_scenario_is_refused(load):
    with pytest.raises(InputError, match="one scenario alone has no difference"):
        load("replications: {precision: 0.1, of: harm_prevented}")


def test_scaled_demand(load, uplift):
    twice = load("demand: {pack: hertfordshire, times: 2}")
    for row, before in zip(twice.demand.types, uplift.demand.types, strict=True):
        assert row.calls_per_year == 2 * before.calls_per_year
        assert row.crimes_per_year == {key: 2 * number for key, number in before.crimes_per_year.items()}
        assert row.asb_records_per_year == 2 * before.asb_records_per_year
    # 468,000 calls a year
    assert sum(row.calls_per_year for row in uplift.demand.types) == pytest.approx(468_000, rel=0.001)


def test_demand_cannot_be_less_than_nothing(load):
    with pytest.raises(InputError, match="cannot be multiplied by a number below 0"):
        load("demand: {pack: hertfordshire, times: -1}")


def test_other_posts(load):
    loaded = load("force: {pack: hertfordshire, posts: {response: 81, neighbourhood: 32}}")
    assert loaded.force.posts.as_array().tolist() == [81, 32, 0]
    assert loaded.force.abstraction.value == 0.25


def test_other_posts_must_fit_the_force(load):
    with pytest.raises(InputError, match="hotspot_team has 5 posts but no rota") as error:
        load(
            "force: {pack: {posts: {response: 1}, rota: {response: always}, abstraction: 0, double_share: 0},"
            " posts: {response: 1, hotspot_team: 5}}"
        )
    (problem,) = error.value.problems
    assert (problem.line, problem.where) == (7, "force.posts")


def test_some_districts(load):
    loaded = load("county: {pack: hertfordshire, districts: [Watford]}")
    assert loaded.county.districts == ["Watford"]
    assert loaded.county.kind == "embedded"


def test_moves_are_checked_against_the_posts_of_the_kept_districts(uplift):
    uplift.check_moves(np.array([[60, 40], [0, 0], [0, 0]]))
    with pytest.raises(InputError) as error:
        uplift.check_moves(np.array([[60, 14], [0, 0], [0, 0]]))
    (problem,) = error.value.problems
    assert problem.where == "scenarios.existing_strength.redeploy.posts"
    assert problem.what == "cannot move 100 officers: response has 74 in the districts that are kept"
    assert "redeploy: {posts: 100" in problem.source


def test_fixed_effect(load):
    loaded = load("effect: {pack: base, draw: false}")
    assert not loaded.effect_drawn
    assert loaded.effect.reduction.value == 0.07


def test_how_patrol_lasts_and_spills_may_differ_from_the_packs(load, tmp_path):
    study = load("street: {pack: default, half_life_days: 4}\neffect: {pack: central, diffusion: 0, displacement: 0.3}")
    named = load()
    assert study.street.presence.half_life_days.value == 4
    assert study.street.dispatch == named.street.dispatch
    assert (study.effect.diffusion.value, study.effect.displacement.value) == (0, 0.3)
    assert study.effect.reduction == named.effect.reduction
    assert dict(study.assumptions)["effect.displacement"].source == "study file"
    again = tmp_path / "again.yaml"
    again.write_text(resolved_text(study, tmp_path), encoding="utf-8")
    assert (load_study(again).street, load_study(again).effect) == (study.street, study.effect)


@pytest.mark.parametrize(
    ("lines", "place", "told"),
    [
        ("street: {pack: default, half_life_days: 0}", "7:41: street.half_life_days", "must be above 0"),
        ("effect: {pack: central, displacement: 0.2}", "7:39: effect.displacement", "set one of them to 0"),
        ("effect: {pack: none, diffusion: 0, displacement: 1.2}", "7:50: effect.displacement", "a number from 0 to 1"),
        ("effect: {pack: central, diffusion: -0.1}", "7:36: effect.diffusion", "a number from 0"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(load, lines, place, told):
    with pytest.raises(InputError) as refused:
        load(lines)
    assert place in str(refused.value)
    assert told in str(refused.value)


def test_harm_pack_of_ones_own(load, tmp_path):
    cambridge = (ROOT / "models" / "harm" / "cambridge.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours.yaml").write_text(cambridge, encoding="utf-8")
    loaded = load("harm_index: ours.yaml")
    assert loaded.harm_pack == loaded.harm["cambridge"]
    assert len(loaded.harm) == 5


def test_sources_have_the_checksums_of_their_files(uplift):
    names = [source.path.name for source in uplift.sources]
    assert names[0] == "uplift.yaml"
    assert {"hertfordshire.yaml", "central.yaml", "default.yaml", "severity.yaml"} <= set(names)
    for source in uplift.sources:
        assert source.sha256 == hashlib.sha256(source.path.read_bytes()).hexdigest()


def test_assumptions_name_every_part_and_every_number_has_a_source(uplift):
    starts = {path.split(".")[0] for path, _ in uplift.assumptions}
    assert starts == {"county", "demand", "force", "street", "effect", "costs", "harm"}
    found = dict(uplift.assumptions)
    assert found["force.abstraction"].value == 0.25
    assert found["effect.reduction"].value == 0.16
    assert len(found) == len(uplift.assumptions)
    assert [path for path, number in uplift.assumptions if not (number.source and number.unit)] == []


@pytest.mark.parametrize("study", ["uplift", "small", "known_answers/mmc_5_080"])
def test_resolved_study_reads_back_the_same(study, tmp_path):
    loaded = load_study(SCENARIOS / f"{study}.yaml")
    text = resolved_text(loaded, tmp_path)
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    again = load_study(tmp_path / "study.yaml")
    assert [part for part in PARTS if getattr(again, part) != getattr(loaded, part)] == []
    assert again.study.scenarios == loaded.study.scenarios
    assert len(again.sources) == 1
    assert resolved_text(again, tmp_path) == text


def test_resolved_real_study_finds_its_data_from_its_own_folder(shared_data, tmp_path):
    (tmp_path / "real.yaml").write_text(
        f"{HEAD}county: hertfordshire_real\nscenarios: {{today: {{}}}}\n", encoding="utf-8"
    )
    loaded = load_study(tmp_path / "real.yaml", shared_data)
    assert loaded.has_data_elsewhere
    assert loaded.county_folder == shared_data
    assert "lsoa11_hertfordshire_bng.gpkg" in [source.path.name for source in loaded.sources]
    (tmp_path / "study.yaml").write_text(resolved_text(loaded, tmp_path), encoding="utf-8")
    again = load_study(tmp_path / "study.yaml")
    area_file = again.county_folder / again.county.areas.path
    assert area_file.resolve() == (shared_data / "lsoa11_hertfordshire_bng.gpkg").resolve()
    data = [{source.path.name: source.sha256 for source in study.sources[-4:]} for study in (loaded, again)]
    assert data[0] == data[1]


def test_folder_with_a_space_and_an_accent(tmp_path):
    folder = tmp_path / "forces à l'essai"
    folder.mkdir()
    (folder / "étude.yaml").write_text(f"{HEAD}scenarios:\n  today: {{label: Aujourd’hui}}\n", encoding="utf-8")
    assert load_study(folder / "étude.yaml").study.scenarios["today"].label == "Aujourd’hui"


def test_plan_of_a_part_claims_no_calls_of_a_run(uplift):
    """How many calls the districts that are kept have is only known once areas are laid out."""
    part = replace(uplift, county=uplift.county.model_copy(update={"districts": ["Stevenage", "Watford"]}))
    (line,) = [line for line in plan(part, workers="2", out=Path("x")).splitlines() if line.startswith("Calls")]
    assert line.endswith("about 1,282 a day in the whole county, of which the run keeps Stevenage, Watford")


def test_plan_of_a_county_of_records_claims_no_calls_of_the_pack(shared_data, tmp_path):
    """A pack of Hertfordshire's 1,282 calls a day is scaled to what the county itself recorded."""
    (tmp_path / "real.yaml").write_text(
        f"{HEAD}county: hertfordshire_real\nscenarios: {{today: {{}}}}\n", encoding="utf-8"
    )
    told = plan(load_study(tmp_path / "real.yaml", shared_data), workers="2", out=Path("x"))
    (line,) = [line for line in told.splitlines() if line.startswith("Calls")]
    assert line.endswith("as many as recorded crime in Hertfordshire makes them; known once its files are read")


def test_plan_says_what_would_be_done(uplift):
    told = plan(uplift, workers="2", out=Path("results") / "nowhere")
    lines = {line.split("  ")[0]: line for line in told.splitlines()}
    assert "6: today (baseline), response," in lines["Scenarios"]
    assert "10 of each scenario, 60 runs in all" in lines["Replications"]
    assert "395 a run: 28 to warm up, 364 measured, 3 to cool down" in lines["Days"]
    # 468,000 a year ÷ 365 = 1,282 a day; × 395 days
    assert "about 1,282 a day, 506," in lines["Calls"]
    assert "replications.parquet" in told
    assert "replaces" not in told


def listed(tmp_path, county, areas):
    """Write a study whose one option patrols a list of areas."""
    path = tmp_path / "mine.yaml"
    lines = f"county: {county}\nscenarios:\n  today: {{}}\n  listed:\n    target: {{rank_by: list, areas: {areas}}}\n"
    path.write_text(HEAD + lines, encoding="utf-8")
    return path


def test_a_list_of_hotspots_names_areas_of_the_county(tmp_path):
    loaded = load_study(listed(tmp_path, "hertfordshire", "{S01900001: 1, S3: {worth: 2}, X9: 1}"))
    with pytest.raises(InputError) as error:
        build_parts(loaded)
    first, second = error.value.problems
    assert (first.where, first.what) == ("scenarios.listed.target.areas.S3", 'there is no area "S3"')
    assert second.what == 'there is no area "X9"'
    assert (first.line, second.line) == (11, 11)


def test_several_forces_have_no_list_in_common(tmp_path):
    county = "{kind: nation, of: hertfordshire, forces: 2, areas_per_force: 100}"
    with pytest.raises(InputError) as error:
        load_study(listed(tmp_path, county, "{S1: 1}"))
    assert "a list of areas is one force's, and there are several" in [each.what for each in error.value.problems]
