"""The study file's JSON Schema, with which editors complete and check it."""

from __future__ import annotations

import json
from typing import Any, Final

from sim.study.schema import Study

SCHEMA_FILE: Final = "study.schema.json"
"""Name of the committed schema, in `models/`."""


def schema_text() -> str:
    """Write the JSON Schema of study files.

    Returns
    -------
    str
        JSON of draft 7, which is what YAML editors read, with a line end.
    """
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Study",
        **_draft_7(_with_bare_numbers(Study.model_json_schema())),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _with_bare_numbers(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow a bare number wherever a sourced one may stand."""
    sourced = schema["$defs"]["Sourced"]
    about = {"description": sourced.pop("description"), "title": sourced.pop("title")}
    schema["$defs"]["Sourced"] = {**about, "anyOf": [{"type": "number"}, sourced]}
    return schema


def _draft_7(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Take out what editors do not read: `prefixItems` and the discriminator of OpenAPI."""
    if isinstance(part, dict):
        kept = {key: _draft_7(value) for key, value in part.items() if key != "discriminator"}
        if "prefixItems" in kept:
            kept["items"] = kept.pop("prefixItems")
        return kept
    return [_draft_7(item) for item in part] if isinstance(part, list) else part
