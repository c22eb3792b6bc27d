"""The page about real counties: its commands exist, its county file is one, its entries are in the list."""

import re

import click
from ruamel.yaml import YAML

from sim.cli.program import cli
from sim.county.config import COUNTY_CONFIG
from sim.county.log_config import IncidentFile
from sim.county.records_config import RecordedFile
from sim.county.road_config import RoadFile
from sim.data.catalogue import read_catalogue
from sim.harm.own_index import read_own_index
from sim.harm.sheet_config import CambridgeSheet
from tests.files import read_yaml
from tests.project.tracked import ROOT

PAGE = (ROOT / "docs" / "real-county.md").read_text(encoding="utf-8")
CALLS = [words.split() for words in re.findall(r"python -m sim ([a-z][^`#\n]*)", PAGE)]


def block(name):
    """Read the YAML between two marks of the page."""
    (text,) = re.findall(rf"<!-- {name} -->\n```yaml\n(.+?)```\n<!-- /{name} -->", PAGE, re.DOTALL)
    return YAML(typ="safe", pure=True).load(text)


def command_of(words):
    """Find the command that words call."""
    command = cli.commands[words[0]]
    if isinstance(command, click.Group):
        return command.commands.get(words[1] if len(words) > 1 else "list", command.commands["list"])
    return command


def test_every_command_and_option_named_exists():
    assert {words[0] for words in CALLS} >= {"data", "rank", "fit", "backtest"}
    for words in CALLS:
        known = {name for option in command_of(words).params for name in option.opts}
        assert [word for word in words if word.startswith("--") and word not in known] == [], words


def test_the_county_file_of_the_page_is_one():
    travel = read_yaml(ROOT / "models" / "hertfordshire_real.yaml")["travel"]
    county = COUNTY_CONFIG.validate_python(block("county file") | {"travel": travel})
    assert county.areas.only == ["North Westshire", "South Westshire"]


def test_the_roads_of_the_page_are_some():
    assert RoadFile.model_validate(block("roads")["roads"]).layer == "road_link"


def test_the_counts_of_the_page_are_some():
    assert RecordedFile.model_validate(block("recorded")["recorded"]).months == ["2024-01", "2024-12"]


def test_the_index_of_the_page_is_one(tmp_path):
    (text,) = re.findall(r"<!-- own index -->\n```\n(.+?)```\n<!-- /own index -->", PAGE, re.DOTALL)
    (tmp_path / "panel.csv").write_text(text, encoding="utf-8")
    pack = read_own_index(tmp_path / "panel.csv", "panel.csv")
    assert pack.weights["abh"].value == 15
    assert pack.low_harm_call.value == 0.5


def test_columns_of_the_cambridge_sheet_are_those_that_are_read():
    columns = CambridgeSheet.model_fields["columns"].default.model_dump()
    assert [name for name in (*columns, *columns.values()) if f"`{name}`" not in PAGE] == []


def test_the_log_of_the_page_is_one():
    log = IncidentFile.model_validate(block("incidents")["incidents"])
    assert log.columns.clear == "Last clear"


def test_the_types_that_the_page_translates_to_are_those_of_the_demand_pack():
    pack = read_yaml(ROOT / "models" / "demand" / "hertfordshire.yaml")
    keys = {call_type["key"] for call_type in pack["types"]}
    assert set(block("incidents")["incidents"]["kinds"].values()) <= keys


def test_published_files_of_the_page_stand_in_the_list():
    county, catalogue = block("county file"), read_catalogue()
    published = [
        county["areas"],
        county["areas"]["districts"],
        county["population"],
        county["deprivation"],
        county["street"],
    ]
    assert [spec["path"] for spec in published if catalogue.named(spec["path"]) is None] == []
