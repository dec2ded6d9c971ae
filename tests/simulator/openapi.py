"""LINE's API description as JSON Schemas that check all it says.

Taken as it is, the description lets almost anything pass below `messages`: subtypes hang on
discriminators, which JSON Schema does not know. Here each base becomes "the core, and if type is X
then X", and leaves take no unknown properties.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "line-openapi"
HERE = "#/components/schemas/"


@cache
def described(name: str) -> dict[str, Any]:
    """One file of the description, made strict."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    whole: dict[str, Any] = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)
    schemas: dict[str, Any] = whole["components"]["schemas"]
    bases = {n: s["discriminator"]["mapping"] for n, s in schemas.items() if "discriminator" in s}
    for base, mapping in bases.items():
        core = schemas[f"{base}__core"] = schemas.pop(base)
        core.setdefault("properties", {}).setdefault("type", {})["enum"] = list(mapping)
        schemas[base] = {
            "allOf": [
                {"$ref": f"{HERE}{base}__core"},
                {"required": ["type"]},
                *(
                    {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": target}}
                    for kind, target in mapping.items()
                ),
            ]
        }
        for target in mapping.values():
            name = target.removeprefix(HERE)
            schemas[name] = _closed(schemas[name], schemas)
    return whole


def _closed(leaf: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The leaf and what it inherits as one object without unknown properties.

    unevaluatedProperties would say so in a word, but takes a time that grows with each level of a
    Flex message by a factor: half a second for one bubble.
    """
    whole: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
    for part in leaf.get("allOf", [leaf]):
        inherited = part.get("$ref", "").removeprefix(HERE)
        core = schemas.get(f"{inherited}__core") or schemas.get(inherited, part)
        whole["properties"] |= core.get("properties", {})
        whole["required"] += core.get("required", [])
    return {**whole, "additionalProperties": False}


@cache
def _registry(name: str) -> Registry[Any]:
    resource = DRAFT202012.create_resource(described(name))
    return Registry().with_resource("line:", resource)


@cache
def validator(name: str, schema: str) -> Draft202012Validator:
    """Checks against one schema of one file."""
    pointer = {"$ref": f"line:{HERE}{schema}"}
    return Draft202012Validator(pointer, registry=_registry(name))


def faults(name: str, schema: str, value: Any) -> list[str]:
    """What the description has against the value, or an empty list."""
    return [
        f"{error.json_path}: {error.message[:200]}"
        for error in validator(name, schema).iter_errors(value)
    ]


def schema_of(name: str, method: str, path: str, status: str | None) -> str | None:
    """The name of the schema of a request (status None) or of an answer, if there is one."""
    operation = described(name)["paths"][path][method.lower()]
    given = operation.get("requestBody", {})
    part = given if status is None else operation["responses"][status]
    content = part.get("content", {}).get("application/json", {})
    reference = content.get("schema", {}).get("$ref")
    return reference.removeprefix(HERE) if reference else None


def wrong_calls(calls: Iterable[dict[str, Any]]) -> list[str]:
    """What the description has against these calls of /_sim/calls: each request and each answer.

    Those of a shape that was seen before are passed over: a bot says the same few things in other
    words all day.
    """
    if not FOLDER.is_dir():
        return []
    return [fault for call in calls for fault in _wrong_call(call)]


def _wrong_call(call: dict[str, Any]) -> Iterator[str]:
    if not call["path"].startswith("/v2/bot/") or _seen_before(call):
        return
    path, about = _template(call["path"]), f"{call['method']} {call['path']}"
    if path is None:
        yield f"{about}: not in the description"
        return
    name = "messaging-api.yml"
    asked = schema_of(name, call["method"], path, None) if call["body"] is not None else None
    if asked:
        yield from (f"{about}: {fault}" for fault in faults(name, asked, call["body"]))
    status, operation = str(call["status"]), described(name)["paths"][path][call["method"].lower()]
    if call["fault"] or status not in operation["responses"]:
        return
    answered = schema_of(name, call["method"], path, status)
    if answered:
        yield from (
            f"answer to {about}: {fault}" for fault in faults(name, answered, call.get("answer"))
        )


@cache
def _template(path: str) -> str | None:
    """The path of the description that this one is an instance of."""
    templates = sorted(described("messaging-api.yml")["paths"], key=lambda one: one.count("{"))
    fitting = (t for t in templates if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", t), path))
    return next(fitting, None)


_SEEN: set[str] = set()


def _seen_before(call: dict[str, Any]) -> bool:
    key = json.dumps(
        [call["endpoint"], call["status"], _shape(call["body"]), _shape(call.get("answer"))]
    )
    seen = key in _SEEN
    _SEEN.add(key)
    return seen


def _shape(value: Any) -> Any:
    """The value without its words; of a list, what sorts of things are in it. Short words that may
    stand for one of an enum stay."""
    if isinstance(value, dict):
        return {key: _shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted({json.dumps(_shape(item)) for item in value})
    if isinstance(value, str) and not re.fullmatch(r"[a-zA-Z0-9#:-]{1,14}", value):
        return "…"
    return value
