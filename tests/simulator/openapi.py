"""LINE's API description as JSON Schemas that check all it says.

Taken as it is, the description lets almost anything pass below `messages`: subtypes hang on
discriminators, which JSON Schema does not know. Here each base becomes "the core, and if type is X
then X", and leaves take no unknown properties.
"""

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
            leaf = schemas[target.removeprefix(HERE)]
            leaf["unevaluatedProperties"] = False
            for part in leaf.get("allOf", []):
                if part.get("$ref") == f"{HERE}{base}":
                    part["$ref"] += "__core"
    return whole


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
    part = operation["requestBody"] if status is None else operation["responses"][status]
    content = part.get("content", {}).get("application/json", {})
    reference = content.get("schema", {}).get("$ref")
    return reference.removeprefix(HERE) if reference else None
