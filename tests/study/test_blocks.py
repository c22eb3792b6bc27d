"""What of a national study belongs to each force: packs in proportion to its areas, officers shared out."""

from dataclasses import replace

import numpy as np
import pytest

from sim.study.load import load_study
from tests.run.studying import ROOT


@pytest.fixture(scope="module")
def national():
    """Load the national study."""
    return load_study(ROOT / "scenarios" / "national.yaml")


def test_extra_officers_are_shared_out_whole(national):
    shares = [national.of_block(block).study.scenarios["response"].uplift.posts for block in range(1, 44)]
    assert shares == [100] * 43  # 4,300 over 43
    fewer = national.study.scenarios["response"].model_copy(
        update={"uplift": national.study.scenarios["response"].uplift.model_copy(update={"posts": 45})}
    )
    study = national.study.model_copy(update={"scenarios": {"today": national.study.scenarios["today"], "few": fewer}})
    shares = [
        replace(national, study=study).of_block(block).study.scenarios["few"].uplift.posts for block in range(1, 44)
    ]
    assert shares == [2, 2, *[1] * 41]


def test_calls_and_posts_go_with_the_areas(national):
    force = national.of_block(7)
    calls = [sum(row.calls_per_year for row in loaded.demand.types) for loaded in (national, force)]
    assert calls[1] / calls[0] == pytest.approx(814 / 690)
    crimes = [sum(sum(row.crimes_per_year.values()) for row in loaded.demand.types) for loaded in (national, force)]
    assert crimes[1] / crimes[0] == pytest.approx(814 / 690)
    # 785 × 814 / 690 = 926.07, 309 × 814 / 690 = 364.53
    assert force.force.posts.as_array().tolist() == [926, 365, 0]


def test_pattern_is_the_pack_itself(national):
    pattern = national.of_block(0)
    assert pattern.demand is national.demand
    assert pattern.force is national.force


def test_hotspots_are_each_force_s_own(national):
    assert national.of_block(3).study.scenarios["hotspots_by_harm"].target.hotspots == 80


def test_each_force_has_luck_of_its_own_and_the_effect_is_shared(national):
    seeds = [national.of_block(block).draw_seed for block in range(44)]
    assert len(set(seeds)) == 44
    assert seeds[0] == national.study.seed
    assert {national.of_block(block).study.seed for block in range(44)} == {national.study.seed}
    bodies = {national.of_block(block).demand.spatial_seed for block in range(44)}
    assert len(bodies) == 44


def test_study_of_one_county_has_no_blocks():
    loaded = load_study(ROOT / "scenarios" / "uplift.yaml")
    assert loaded.forces == 0
    assert loaded.draw_seed == loaded.study.seed
    with pytest.raises(TypeError, match="one county"):
        loaded.of_block(1)


def test_range_of_posts_grows_with_them(national):
    posts = national.of_block(1).force.posts.response
    assert np.allclose([posts.low, posts.high], [666 * 926 / 785, 904 * 926 / 785])
