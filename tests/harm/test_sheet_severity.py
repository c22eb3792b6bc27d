"""The ONS Severity Score by its published list of 134 offences."""

import csv
import io

import pytest

from sim.demand.config import DemandConfig
from sim.demand.offence_mix import offence_mix
from sim.errors import InputError
from sim.harm.category import category_weights
from sim.harm.of_pack import measure_of
from tests.files import read_yaml
from tests.harm.sheets import MODELS, filled, shipped

LIST = "ons_crime_severity_weights_by_offence.csv"

# number of offences by subgroup, England and Wales 2024/25: Home Office police recorded crime open data
SUBGROUPS = {
    "Homicide": 524,
    "Violence with injury": 516_757,
    "Violence without injury": 804_983,
    "Stalking and harassment": 598_830,
    "Death or serious injury - unlawful driving": 2_244,
    "Rape offences": 71_509,
    "Other sexual offences": 135_333,
    "Public order offences": 440_119,
    "Criminal damage": 432_167,
    "Arson": 22_837,
    "Shoplifting": 525_833,
    "Other theft offences": 428_808,
    "Vehicle offences": 348_282,
    "Residential burglary": 166_316,
    "Non-residential burglary": 78_332,
    "Possession of drugs": 135_651,
    "Trafficking of drugs": 66_504,
    "Theft from the person": 137_217,
    "Robbery of business property": 15_322,
    "Robbery of personal property": 62_281,
    "Possession of weapons offences": 56_830,
    "Bicycle theft": 55_820,
    "Miscellaneous crimes against society": 122_978,
}


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def national_mix():
    return read_csv(MODELS / "harm" / "mixes" / "england_wales_2024_25.csv")


@pytest.fixture(scope="module")
def severity(shared_data):
    return filled(shipped("ons_severity"), shared_data)


def test_the_mix_sums_to_what_is_recorded_by_subgroup(national_mix):
    sums = {}
    for row in national_mix:
        sums[row["subgroup"]] = sums.get(row["subgroup"], 0) + int(row["crimes"])
    assert sums == SUBGROUPS


def test_every_number_of_the_mix_says_where_it_comes_from(national_mix):
    for row in national_mix:
        assert int(row["low"]) <= int(row["crimes"]) <= int(row["high"]), row
        assert len(row["source"]) > 20, row
        # what is split from memory says so
        assert ("memory" in row["source"]) == (row["confidence"] == "recalled"), row


def test_the_mix_has_each_of_the_134_offences(national_mix, shared_data):
    published = read_csv(shared_data / LIST)
    assert len(published) == 134
    assert {row["code"] for row in national_mix} == {row["ONS_COUNTS_code"] for row in published}
    # the list knows no section 20 and no section 47: one code is two offences of ours
    double = [row["offence"] for row in national_mix if row["code"] == "8N"]
    assert double == ["abh", "gbh"]
    assert len(national_mix) == 134 + 1


def test_a_sheet_that_is_cut_short_is_told_once(national_mix, shared_data, tmp_path):
    lines = (shared_data / LIST).read_text(encoding="utf-8").splitlines()
    (tmp_path / LIST).write_text("\n".join(lines[:60]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        filled(shipped("ons_severity"), tmp_path)
    (problem,) = caught.value.problems
    assert problem.file == LIST
    # 134 offences in 134 lines below the head, of which 59 are left
    assert problem.what.startswith("the sheet lacks 75 of the 134 codes in ")
    assert problem.do.startswith("it may be cut short: give the whole sheet")


def test_few_codes_that_are_lacking_are_told_one_by_one(shared_data, tmp_path):
    lines = (shared_data / LIST).read_text(encoding="utf-8").splitlines()
    (tmp_path / LIST).write_text("\n".join(lines[:-5]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        filled(shipped("ons_severity"), tmp_path)
    assert len(caught.value.problems) == 5
    assert all("has no code" in problem.what and problem.line for problem in caught.value.problems)


def test_codes_and_offences_lie_in_the_same_police_uk_category(national_mix, shared_data):
    published = {
        row["ONS_COUNTS_code"]: row["POLICE_UK_CAT_MAP_category"].lower() for row in read_csv(shared_data / LIST)
    }
    demand = read_yaml(MODELS / "demand" / "hertfordshire.yaml")
    ours = {row["key"]: row["category"].lower() for row in demand["offences"]}
    assert {row["code"]: ours[row["offence"]] for row in national_mix} == published


def test_weights_of_single_codes_are_those_of_the_list(severity):
    weights = severity.weights
    for key, published in {
        "homicide": 7973.4,
        "robbery_personal": 799.6,
        "theft_from_person": 80.4,
        "shoplifting": 11.9,
        "drug_trafficking": 512.957,
        "threats_to_kill": 275.309,
        "bicycle_theft": 15.176,
    }.items():
        assert weights[key].value == pytest.approx(published, abs=0.05), key
        assert weights[key].low == weights[key].high == weights[key].value
        assert weights[key].confidence == "found"


def test_arson_by_hand(severity):
    # 19,437 at 186.6682183 and 3,400 at 826.1900614
    assert severity.weights["arson"].value == pytest.approx((19_437 * 186.6682183 + 3_400 * 826.1900614) / 22_837)
    # the mean of the two codes would be 506: a fire that endangers life is one in seven
    assert severity.weights["arson"].value == pytest.approx(281.88, abs=0.01)
    assert severity.weights["arson"].confidence == "recalled"
    # half as many of one and twice as many of the other
    low = (38_874 * 186.6682183 + 1_700 * 826.1900614) / 40_574
    assert severity.weights["arson"].low == pytest.approx(low)


def test_residential_burglary_by_hand(severity):
    # 163,816 plain, attempted and distraction burglaries at one weight, 2,500 aggravated ones
    expected = (163_816 * 465.3814732 + 2_500 * 2288.669158) / 166_316
    assert severity.weights["burglary_residential"].value == pytest.approx(expected)


def test_every_offence_lies_between_the_lightest_and_heaviest_of_its_codes(severity, national_mix, shared_data):
    published = {row["ONS_COUNTS_code"]: float(row["ONS_SEVERITY_weight"]) for row in read_csv(shared_data / LIST)}
    codes = {}
    for row in national_mix:
        if int(row["crimes"]):
            codes.setdefault(row["offence"], []).append((int(row["crimes"]), published[row["code"]]))
    assert set(codes) == set(severity.weights)
    for key, rows in codes.items():
        mean = sum(crimes * weight for crimes, weight in rows) / sum(crimes for crimes, _ in rows)
        weight = severity.weights[key]
        assert weight.value == pytest.approx(mean, rel=1e-12), key
        lightest, heaviest = (extreme(weight for _, weight in rows) for extreme in (min, max))
        assert lightest - 1e-9 <= weight.low <= weight.value <= weight.high <= heaviest + 1e-9, key


def test_categories_of_the_county(severity):
    mix = offence_mix(DemandConfig.model_validate(read_yaml(MODELS / "demand" / "hertfordshire.yaml")))
    weights = category_weights(severity, mix)
    # 73 % residential burglary
    home, other = severity.weights["burglary_residential"].value, severity.weights["burglary_business"].value
    assert weights["Burglary"].value == pytest.approx((2484 * home + 919 * other) / 3403)
    assert weights["Robbery"].value == pytest.approx(799.63, abs=0.01)
    violence = weights["Violence and sexual offences"]
    assert violence.low < 200 < violence.value < 250 < violence.high
    assert measure_of(severity, mix).unit == "severity"


def test_the_pack_reads_as_one_without_a_sheet(severity):
    assert severity.sheet is None
    assert type(severity).model_validate(severity.model_dump(exclude_none=True)) == severity


def test_a_list_without_its_weights_is_refused(tmp_path, shared_data):
    text = (shared_data / LIST).read_text(encoding="utf-8")
    (tmp_path / LIST).write_text(text.replace("ONS_SEVERITY_weight", "Weight"), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"weights_by_offence.csv:1:1: there is no column ONS_SEVERITY_weight; there are: "
    ):
        filled(shipped("ons_severity"), tmp_path)
    columns = {"code": "ONS_COUNTS_code", "title": "ONS_COUNTS_description", "weight": "Weight"}
    assert filled(shipped("ons_severity", columns=columns), tmp_path).weights["homicide"].value > 7973
