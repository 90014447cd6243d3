"""Schema: the published shape of findings as JSON Schema, for the lists that the project declares."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

FILE = "findings.schema.json"


def published(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what `Projection(settings)` makes: the general part from `findings.schema.json` of this package,
    the lists and fields from `extract/findings.yaml`."""
    schema = _general()
    definitions = schema["$defs"]
    for name, spec in settings["lists"].items():
        schema["properties"][name] = {"type": "array", "items": _entry(spec, definitions["entry"])}
        schema["required"].append(name)
    relations = sorted(set(settings["relations"]["properties"].values()))
    definitions["relation"]["properties"]["rel"] = {"enum": relations}
    entities = schema["properties"]["entities"]
    entities["properties"] = {
        n: {"type": "array", "items": {"$ref": "#/$defs/entity"}} for n in settings["entities"]
    }
    entities["required"] = list(settings["entities"])
    return schema


def generic() -> dict[str, Any]:
    """The schema of the whole record: things, statements, evidence. It is the same for all projects."""
    schema = _general()
    return {"$schema": schema["$schema"], "$defs": schema["$defs"], **schema["$defs"]["record"]}


def _general() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return data


def _entry(spec: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """One list's entries: fields with one value, with many, and with values of several parts."""
    text = {"type": ["string", "null"]}
    fields: dict[str, Any] = {spec["class_field"]: {"type": "string"}}
    fields |= dict.fromkeys(spec["single"], text)
    fields |= {name: {"type": "array", "items": {"type": "string"}} for name in spec["many"]}
    for name, nested in spec["nested"].items():
        parts = dict.fromkeys(nested["fields"], text)
        item = {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
        fields[name] = {"type": "array", "items": item}
    return {**base, "properties": {**base["properties"], **fields}, "required": [*base["required"], *fields]}
