"""What a crime of a police.uk category weighs."""

from pathlib import Path

import numpy as np
import pytest

from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.category import OffenceMix, category_weights, weakest
from sim.harm.config import HarmPack
from sim.harm.mixture import Spread
from tests.files import read_yaml

MODELS = Path(__file__).resolve().parents[2] / "models"


def mix_of(offence=("abh", "rape", "shoplifting"), category=("Violence", "Violence", "Shops"), crimes=(90, 10, 7)):
    low, high = [0.5 * number for number in crimes], [2.0 * number for number in crimes]
    return OffenceMix(offence, category, Spread.of(crimes, low, high), "hand", "derived")


def pack_of(**weights):
    plain = {"key": "mine", "label": "Mine", "unit": "days", "note": "Round.", "low_harm_call": 0}
    return HarmPack.model_validate(plain | {"weights": weights})


PACK = pack_of(
    abh={"value": 15, "low": 10, "high": 20, "confidence": "found"},
    rape={"value": 1825, "low": 1825, "high": 4745, "confidence": "recalled"},
    shoplifting={"value": 1, "low": 1, "high": 1, "confidence": "found"},
)


def test_a_category_is_the_mean_over_its_crimes_with_its_interval():
    weights = category_weights(PACK, mix_of())
    assert list(weights) == ["Shops", "Violence"]
    violence = weights["Violence"]
    assert violence.value == (90 * 15 + 10 * 1825) / 100  # 196, where the median of the two codes would be 920
    assert violence.low == pytest.approx((180 * 10 + 5 * 1825) / 185)
    assert violence.high == pytest.approx((45 * 20 + 20 * 4745) / 65)
    assert violence.unit == "days"
    assert "hand" in violence.source


def test_confidence_is_that_of_the_weakest_number_behind():
    weights = category_weights(PACK, mix_of())
    assert weights["Violence"].confidence == "recalled"
    # one offence is all of the category: its count does not matter
    assert weights["Shops"].confidence == "found"
    assert weakest(["found", "assumption", "seed"]) == "assumption"


def test_offences_that_never_occur_are_not_asked_for_their_confidence():
    weights = category_weights(PACK, mix_of(crimes=(90, 0, 7)))
    assert weights["Violence"].confidence == "found"
    assert (weights["Violence"].value, weights["Violence"].high) == (15, 20)


def test_offences_that_weigh_the_same_need_no_counts():
    same = {"value": 365, "low": 365, "high": 365, "confidence": "found"}
    mix = OffenceMix(("a", "b"), ("Robbery",) * 2, Spread.of([1, 2], [1, 1], [1, 9]), "hand", "assumption")
    weight = category_weights(pack_of(a=same, b=same), mix)["Robbery"]
    assert (weight.low, weight.value, weight.high, weight.confidence) == (365, 365, 365, "found")


def test_missing_weights_and_empty_categories_are_named():
    with pytest.raises(InputError, match="no weight for shoplifting"):
        category_weights(pack_of(abh=1, rape=1), mix_of())
    with pytest.raises(InputError, match="no crimes of the category Shops"):
        category_weights(PACK, mix_of(crimes=(90, 10, 0)))


def test_the_mix_of_the_catalogue_is_its_crimes_a_year():
    mix = offence_mix(DemandConfig.model_validate(read_yaml(MODELS / "demand" / "hertfordshire.yaml")))
    assert mix.crimes.value.sum() == 74_251
    crimes = dict(zip(mix.offence, mix.crimes.value, strict=True))
    assert (crimes["burglary_residential"], crimes["burglary_business"]) == (2484, 919)
    assert np.all(mix.crimes.low < mix.crimes.value)
    burglary = mix.offence.index("burglary_residential")
    assert mix.crimes.low[burglary] == pytest.approx(2484 * 0.9)
    assert mix.confidence == "recalled"
    assert "2021 column" in mix.source


def test_cambridge_violence_lies_far_below_the_blend_of_medians():
    """A volume-weighted blend of code medians is 180 days (evidence base §4.1), which counts every injury as section 20."""
    mix = offence_mix(DemandConfig.model_validate(read_yaml(MODELS / "demand" / "hertfordshire.yaml")))
    weights = category_weights(HarmPack.model_validate(read_yaml(MODELS / "harm" / "cambridge.yaml")), mix)
    violence = weights["Violence and sexual offences"]
    days = {"homicide": 5475, "attempted_murder": 3285, "gbh_intent": 1460, "gbh": 365, "abh": 15, "common_assault": 1}
    days |= {"harassment": 10, "stalking": 10, "threats_to_kill": 10, "rape": 1825, "sexual_assault": 182}
    crimes = dict(zip(mix.offence, mix.crimes.value, strict=True))
    assert violence.value == pytest.approx(sum(days[key] * crimes[key] for key in days) / 29_667)
    assert 90 < violence.value < 96
    assert violence.low < violence.value < 180.01 < violence.high
