"""The published Cambridge sheet: its layout, the force's own mix, and what the index leaves out."""

import pytest

from sim.errors import InputError
from sim.harm.csv_rows import read_table
from tests.files import read_yaml
from tests.harm.sheets import CAMBRIDGE, MODELS, RULES, cambridge, filled, shipped

CRIMES = "code,crimes\n005/01,10\n008/01,100\n008/06,900\n"


def test_an_offence_is_the_mean_over_its_crimes(tmp_path):
    weights = cambridge(tmp_path, CRIMES).weights
    # (100 × 300 + 900 × 20) / 1,000; the median of the two codes would be 160
    assert weights["abh"].value == 48
    assert weights["gbh_intent"].value == 1400
    assert weights["abh"].unit == "days"
    assert weights["abh"].confidence == "found"
    assert "crimes_by_classification.csv" in weights["abh"].source


def test_offences_whose_codes_all_weigh_the_same_need_no_counts(tmp_path):
    weights = cambridge(tmp_path, CRIMES).weights
    assert weights["robbery_personal"].value == 360
    assert weights["robbery_personal"].low == 360
    assert weights["homicide"].value == 5000


def test_expired_offences_do_not_count(tmp_path):
    """The expired row has the same classification as actual bodily harm, and another weight."""
    assert cambridge(tmp_path, "code,crimes\n008/06,5\n").weights["abh"].value == 20


def test_drugs_and_weapons_are_left_out_whole(tmp_path):
    weights = cambridge(tmp_path, CRIMES + "092/70,50\n").weights
    assert weights["drug_possession"].value == 0
    assert weights["drug_possession"].high == 5
    assert "police-detected" in weights["drug_possession"].source
    # without crimes as well
    assert cambridge(tmp_path, CRIMES).weights["drug_possession"].value == 0


def test_drugs_that_the_public_reported_count_where_they_are_told_apart(tmp_path):
    crimes = "code,crimes,police_detected\n008/06,1,\n092/70,50,40\n"
    # 10 of 50 at 5 days
    assert cambridge(tmp_path, crimes).weights["drug_possession"].value == pytest.approx(1)
    everything = cambridge(tmp_path, crimes, leaves_out=[]).weights
    assert everything["drug_possession"].value == 5


def test_company_detected_shop_theft_is_left_out_as_far_as_it_is_told(tmp_path):
    unknown = cambridge(tmp_path, CRIMES + "046/00,100\n").weights["shoplifting"]
    assert (unknown.low, unknown.value, unknown.high) == (0, 2, 2)
    told = cambridge(tmp_path, "code,crimes,company_detected\n008/06,9,\n046/00,100,75\n").weights["shoplifting"]
    assert (told.low, told.value, told.high) == (0.5, 0.5, 0.5)


def test_historic_crime_is_left_out_as_far_as_it_is_told(tmp_path):
    crimes = "code,crimes,historic\n008/06,900,450\n008/01,100,0\n"
    # (450 × 20 + 100 × 300) / 1,000
    assert cambridge(tmp_path, crimes).weights["abh"].value == 39
    assert cambridge(tmp_path, crimes, leaves_out=["company_detected"]).weights["abh"].value == 48


def test_counts_with_ranges_give_an_interval(tmp_path):
    crimes = "code,crimes,low,high,source,confidence\n008/01,100,100,300,recorded,recalled\n008/06,900,900,900,recorded,found\n"
    abh = cambridge(tmp_path, crimes).weights["abh"]
    assert (abh.value, abh.low) == (48, 48)
    assert abh.high == pytest.approx((300 * 300 + 900 * 20) / 1200)
    assert abh.confidence == "recalled"


def test_the_mix_may_name_the_offence_of_a_code(tmp_path):
    crimes = "code,offence,crimes\n008/01,gbh,10\n008/06,abh,10\n"
    weights = cambridge(tmp_path, crimes).weights
    assert (weights["gbh"].value, weights["abh"].value) == (300, 20)


def test_a_weight_of_the_pack_goes_before_the_sheet(tmp_path):
    assert cambridge(tmp_path, CRIMES, weights={"homicide": 1.0}).weights["homicide"].value == 1


def test_columns_of_another_year_are_mapped(tmp_path):
    sheet = CAMBRIDGE.replace("HOME_OFFICE_CLASSIFICATION", "Home Office Classification").replace(
        "CCHI Score", "cchi_score"
    )
    # the same letters: capitals, spaces and signs do not matter
    assert cambridge(tmp_path, CRIMES, sheet=sheet).weights["abh"].value == 48
    columns = {"code": "ATHENA URN", "title": "FULL_OFFENCE_TITLE", "weight": "Days", "sub_group": "SUB_GROUP"}
    sheet = CAMBRIDGE.replace("CCHI Score", "Days")
    assert cambridge(tmp_path, "code,crimes\n4,100\n5,900\n", sheet=sheet, columns=columns).weights["abh"].value == 48


def test_all_mistakes_are_told_at_once_by_their_lines(tmp_path):
    crimes = "code,crimes\n008/06,many\n999/99,4\n008/01,-3\n001/00,7\n001/00,8\n"
    sheet = CAMBRIDGE.replace("HOMICIDE", "SOMETHING ELSE")
    with pytest.raises(InputError) as error:
        cambridge(tmp_path, crimes, sheet=sheet)
    told = {(problem.line, problem.what) for problem in error.value.problems}
    assert (2, "'many' is not a number") in told
    assert (3, "the sheet cambridge_crime_harm_index.csv has no code 999/99") in told
    assert (4, "-3 lies below 0") in told
    assert (5, "no rule makes an offence of the code 001/00, 'Murder'") in told
    assert (6, "the code 001/00 stands in line 5 already") in told
    assert (0, "there are no crimes of the offence homicide, and no code is it") in told
    assert {problem.file for problem in error.value.problems} == {"crimes_by_classification.csv"}


def test_codes_that_differ_are_never_given_their_median(tmp_path):
    with pytest.raises(
        InputError, match=r"no crimes of the offence abh, and its 2 codes weigh 20 to 300; count its crimes"
    ):
        cambridge(tmp_path, "code,crimes\n005/01,10\n")


def test_a_code_with_two_weights_must_be_told_apart(tmp_path):
    sheet = CAMBRIDGE.replace("008/01", "008/06")
    with pytest.raises(
        InputError, match=r"008/06 weighs differently in .*: 300 in line 6, 20 in line 7; count crimes by a finer"
    ):
        cambridge(tmp_path, "code,crimes\n008/06,5\n", sheet=sheet)


@pytest.mark.parametrize(
    ("crimes", "message"),
    [
        ("code,crimes,historic\n008/06,4,5\n", "5 crimes are left out of 4"),
        ("code,crimes,low,high\n008/06,4,5,6\n", "4 lies outside its range 5 to 6"),
        ("code,crimes,confidence\n008/06,4,sure\n", "'sure' is no confidence"),
        ("code,crimes\n,4\n008/06,4\n", r"classification.csv:2:1: code: the cell is empty"),
        ("code,number\n008/06,4\n", "there is no column crimes; there are: code, number"),
        ("code,crimes\n", "no row stands below the names"),
        ("", "the file is empty"),
        ('code,crimes\n"008/06,4\n', "this is not CSV"),
    ],
)
def test_a_damaged_mix_is_refused(tmp_path, crimes, message):
    with pytest.raises(InputError, match=message):
        cambridge(tmp_path, crimes)


def test_a_workbook_and_another_encoding_are_named(tmp_path):
    cambridge(tmp_path, CRIMES)
    sheet = tmp_path / "cambridge_crime_harm_index.csv"
    pack = shipped("cambridge_sheet", rules=RULES)
    sheet.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(InputError, match="Excel workbook, not CSV; open it and save the sheet of values as CSV UTF-8"):
        filled(pack, tmp_path)
    sheet.write_bytes(CAMBRIDGE.replace("A note", "A note – dash").encode("cp1252"))
    with pytest.raises(InputError, match=r"index.csv:15:1: byte 0x96 is not UTF-8; save the sheet as CSV UTF-8"):
        filled(pack, tmp_path)
    sheet.write_bytes(CAMBRIDGE.encode("utf-8-sig"))
    assert filled(pack, tmp_path).weights["abh"].value == 48


def test_a_folder_is_no_sheet(tmp_path):
    with pytest.raises(InputError, match=r"mine.csv: the file cannot be read: "):
        read_table(tmp_path, "mine.csv", {"code": "code"})
    with pytest.raises(InputError, match=r"mine.csv: there is no file "):
        read_table(tmp_path / "none.csv", "mine.csv", {"code": "code"})


def test_a_code_without_a_score_is_told_where_the_sheet_lacks_it(tmp_path):
    sheet = CAMBRIDGE.replace("bodily harm,20,", "bodily harm,-,")
    with pytest.raises(InputError, match=r"cambridge_crime_harm_index.csv:7:1: weight: '-' is not a number"):
        cambridge(tmp_path, CRIMES, sheet=sheet)


def test_the_shipped_rules_make_every_offence_of_the_catalogue():
    pack = shipped("cambridge_sheet")
    demand = read_yaml(MODELS / "demand" / "hertfordshire.yaml")
    assert {rule.offence for rule in pack.sheet.rules} == {row["key"] for row in demand["offences"]}
    # a rule without words takes what is left of its subgroup, so that none may follow it
    taken = set()
    for rule in pack.sheet.rules:
        assert rule.sub_group not in taken, rule
        if not rule.title_has:
            taken.add(rule.sub_group)


def test_the_pack_of_anchors_never_passes_for_the_sheet():
    anchors = read_yaml(MODELS / "harm" / "cambridge.yaml")
    assert "not the published sheet" in anchors["note"]
    assert "sheet" not in anchors
    assert "recalled" in {weight["confidence"] for weight in anchors["weights"].values()}
    for key, weight in anchors["weights"].items():
        assert "786" not in weight["source"], key
        if weight["source"].startswith("Offence anchor"):
            assert "not re-read" in weight["source"], key
            assert weight["confidence"] == "recalled", key
