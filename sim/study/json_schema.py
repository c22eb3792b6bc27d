"""The study file's JSON Schema, with which editors complete and check it."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from sim.study.schema import Study

SCHEMA_FILE: Final = "study.schema.json"
"""Name of the committed schema of studies of options, in `models/`."""
TRIAL_SCHEMA_FILE: Final = "trial.schema.json"
"""The same of studies of pilots."""

_NUMBER: Final = {"type": "number"}
_SHORT_FORMS: Final[dict[str, list[dict[str, Any]]]] = {
    "ListedArea": [_NUMBER],
    "Sourced": [_NUMBER],
    "HourFactor": [_NUMBER, {"type": "array", "items": _NUMBER, "minItems": 24, "maxItems": 24}],
}
"""What else may stand where the schema that pydantic writes wants a full section."""


def schema_text(shape: type[Study] = Study) -> str:
    """Write the JSON Schema of study files.

    Parameters
    ----------
    shape
        What a file is: a study of options, or of pilots.

    Returns
    -------
    str
        JSON of draft 7, which is what YAML editors read, with a line end.
    """
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Study",
        **_draft_7(_with_short_forms(shape.model_json_schema(schema_generator=_WithoutTitles))),
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


class _WithoutTitles(GenerateJsonSchema):
    """Leaves out titles that only repeat the key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - as in pydantic
        """Say no."""
        return False


def _with_short_forms(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow the short forms that some sections accept, for example a bare number for a sourced one."""
    parts = schema["$defs"]
    for name, forms in _SHORT_FORMS.items():
        full = parts[name]
        about = {key: full.pop(key) for key in ("description", "title") if key in full}
        parts[name] = {**about, "anyOf": [*forms, full]}
    return schema


def _draft_7(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Take out what editors do not read: `prefixItems` and the discriminator of OpenAPI."""
    if isinstance(part, dict):
        kept = {key: _draft_7(value) for key, value in part.items() if key != "discriminator"}
        if "prefixItems" in kept:
            kept["items"] = kept.pop("prefixItems")
        return kept
    return [_draft_7(item) for item in part] if isinstance(part, list) else part
