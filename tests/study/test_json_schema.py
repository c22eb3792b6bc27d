"""The committed JSON Schema is current, is read by editors, and agrees with the loader."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from sim.study.json_schema import SCHEMA_FILE, schema_text
from sim.study.load import load_study
from sim.study.reader import read_document
from sim.study.schema import Study
from sim.study.trial_schema import TrialStudy
from sim.study.write import resolved_text

ROOT = Path(__file__).resolve().parents[2]
SCHEMA, OF_TRIALS = (json.loads(schema_text(shape)) for shape in (Study, TrialStudy))
PARTS = {**OF_TRIALS["$defs"], **SCHEMA["$defs"]}
KINDS = {"string": str, "integer": int, "number": int | float, "boolean": bool, "object": dict, "array": list}


def fits(value, schema):  # noqa: PLR0911 - one return for each word
    """Tell whether a value fits a schema: the part of draft 7 that ours uses, written out plainly."""
    if "$ref" in schema and not fits(value, PARTS[schema["$ref"].removeprefix("#/$defs/")]):
        return False
    for word in ("anyOf", "oneOf"):
        count = sum(fits(value, option) for option in schema.get(word, []))
        if word in schema and not (count == 1 if word == "oneOf" else count):
            return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if schema.get("type") == "null":
        return value is None
    if "type" in schema and not isinstance(str(value) if isinstance(value, date) else value, KINDS[schema["type"]]):
        return False
    if isinstance(value, bool) and schema.get("type") in {"integer", "number"}:
        return False
    return fits_inside(value, schema)


def fits_inside(value, schema):
    """Tell whether the parts and limits of a value fit."""
    if isinstance(value, dict):
        return fits_object(value, schema)
    if isinstance(value, list):
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
        return least <= len(value) <= most and all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            schema.get("minimum", value) <= value <= schema.get("maximum", value)
            and value > schema.get("exclusiveMinimum", value - 1)
            and value < schema.get("exclusiveMaximum", value + 1)
        )
    return True


def fits_object(value, schema):
    """Tell whether the keys of a section fit."""
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value):
        return False
    if not all(fits(key, schema.get("propertyNames", {})) for key in value):
        return False
    for key, item in value.items():
        rule = properties.get(key, others)
        if rule is False or (isinstance(rule, dict) and not fits(item, rule)):
            return False
    return True


def words_of(schema):
    """Give every key word that a schema uses."""
    if isinstance(schema, list):
        return {word for part in schema for word in words_of(part)}
    if not isinstance(schema, dict):
        return set()
    named = {"properties", "$defs"}
    inner = [part for word, value in schema.items() for part in (value.values() if word in named else [value])]
    skipped = {"default", "examples", "const", "enum"}
    return set(schema) | {word for part in inner for word in words_of(part)} - skipped if inner else set(schema)


def test_committed_schema_is_current():
    committed = (ROOT / "models" / SCHEMA_FILE).read_text(encoding="utf-8")
    assert committed == schema_text(), "write it anew: python -m sim schema > models/study.schema.json"


def test_only_words_of_draft_7_are_used():
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert not {"prefixItems", "discriminator", "dependentRequired", "unevaluatedProperties"} & words_of(SCHEMA)


def test_every_key_of_a_study_says_what_it_is():
    assert [name for name, part in SCHEMA["properties"].items() if not part.get("description")] == []


@pytest.mark.parametrize("study", sorted((ROOT / "scenarios").rglob("*.yaml")), ids=lambda path: path.stem)
def test_studies_that_come_with_the_program_fit(study):
    data = read_document(study).data
    assert fits(data, OF_TRIALS if "kind" in data else SCHEMA)


def test_resolved_study_fits(tmp_path):
    text = resolved_text(load_study(ROOT / "scenarios" / "uplift.yaml"), tmp_path)
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    assert fits(read_document(tmp_path / "study.yaml").data, SCHEMA)


@pytest.mark.parametrize(
    ("kind", "definition"),
    [
        ("demand", "DemandConfig"),
        ("force", "ForceConfig"),
        ("street", "StreetConfig"),
        ("effects", "EffectPack"),
        ("harm", "HarmPack"),
        ("costs", "CostPack"),
    ],
)
def test_packs_fit(kind, definition):
    packs = sorted((ROOT / "models" / kind).glob("*.yaml"))
    assert packs
    assert [pack.name for pack in packs if not fits(read_document(pack).data, SCHEMA["$defs"][definition])] == []


@pytest.mark.parametrize("name", ["unknown_key", "wrong_type", "missing_key", "bad_name", "broken_table"])
def test_broken_studies_do_not_fit(name):
    assert not fits(read_document(ROOT / "tests" / "study" / "broken" / f"{name}.yaml").data, SCHEMA)
