"""Sheets in the published layouts, made up for tests, and the packs that read them."""

from __future__ import annotations

from pathlib import Path

from sim.harm.config import HarmPack
from sim.harm.read_sheet import with_sheet
from tests.files import read_yaml

MODELS = Path(__file__).resolve().parents[2] / "models"


def shipped(name, **changed):
    """Give a harm pack of the program, with some keys of its sheet changed."""
    plain = read_yaml(MODELS / "harm" / f"{name}.yaml")
    return HarmPack.model_validate(plain | {"sheet": plain["sheet"] | changed})


def filled(pack, *folders):
    """Read the sheet of a pack, sought in several folders and last among the packs of the program."""
    places = [*folders, MODELS / "harm"]
    return with_sheet(pack, lambda name: next(folder / name for folder in places if (folder / name).is_file()))


# the layout of the 2026 sheet, by names of its columns; the days are made up
CAMBRIDGE = """Cambridge Crime Harm Index,,,,,
ATHENA URN,FULL_OFFENCE_TITLE,CCHI Score,GROUP,SUB_GROUP,HOME_OFFICE_CLASSIFICATION
1,Murder,5000,VIOLENCE AGAINST THE PERSON,HOMICIDE,001/00
2,Attempted murder,3000,VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,002/00
3,Wounding with intent to do grievous bodily harm,1400,VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,005/01
4,Inflicting grievous bodily harm,300,VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,008/01
5,Assault occasioning actual bodily harm,20,VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,008/06
6,"Racially aggravated actual bodily harm, EXPIRED 31/03/17",900,VIOLENCE AGAINST THE PERSON,VIOLENCE WITH INJURY,008/06
7,Common assault,1,VIOLENCE AGAINST THE PERSON,VIOLENCE WITHOUT INJURY,105/01
8,Shoplifting,2,THEFT,SHOPLIFTING,046/00
9,Shoplifting by an employee,2,THEFT,SHOPLIFTING,046/01
10,Possession of cannabis,5,DRUGS,POSSESSION OF DRUGS,092/70
11,Robbery,360,ROBBERY,ROBBERY OF PERSONAL PROPERTY,034/01
12,Robbery with a firearm,360,ROBBERY,ROBBERY OF PERSONAL PROPERTY,034/02
13,A note without a score,,,,
"""
RULES = [
    {"offence": "homicide", "sub_group": "HOMICIDE"},
    {"offence": "attempted_murder", "sub_group": "Violence with Injury", "title_has": ["attempt", "murder"]},
    {"offence": "gbh_intent", "sub_group": "VIOLENCE WITH INJURY", "title_has": ["grievous", "intent"]},
    {"offence": "abh", "sub_group": "VIOLENCE WITH INJURY"},
    {"offence": "common_assault", "sub_group": "VIOLENCE WITHOUT INJURY"},
    {"offence": "shoplifting", "sub_group": "SHOPLIFTING"},
    {"offence": "drug_possession", "sub_group": "POSSESSION OF DRUGS"},
    {"offence": "robbery_personal", "sub_group": "ROBBERY OF PERSONAL PROPERTY"},
]


def cambridge(folder, crimes, sheet=CAMBRIDGE, weights=None, **changed):
    """Write a made-up Cambridge sheet and crimes by classification, and read the pack that names them."""
    (folder / "cambridge_crime_harm_index.csv").write_text(sheet, encoding="utf-8")
    (folder / "crimes_by_classification.csv").write_text(crimes, encoding="utf-8")
    pack = shipped("cambridge_sheet", **({"rules": RULES} | changed))
    return filled(HarmPack.model_validate({**dict(pack), "weights": weights or {}}), folder)
