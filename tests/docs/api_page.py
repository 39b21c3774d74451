"""`docs/reference/api.md`, made from the API's own description."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bothhands.records.schema import open_store
from bothhands.web.api.answers import ALWAYS, WHY
from bothhands.web.app import make_app

INTRODUCTION = """Everything the pages of a desk do, under `/api/v1`. The description itself, OpenAPI 3.1, is at `/api/v1/openapi.json`. From Python: `bothhands.client.Desk`.

A program sends `Authorization: Bearer bh_...`, a token that its owner makes (`POST /api/v1/tokens`) or an administrator on the machine (`bothhands admin token add`).
A browser signs in (`POST /api/v1/session`), sends its cookie, and repeats the guard it was told in `X-Bothhands-Guard` with every change. On a desk without accounts, whoever
uses its machine is in charge.

A list answers `{"items": [...], "total": n, "next": "/api/v1/..." or null}`. A record answers its version as `ETag`; a change repeats it in `If-Match`. `why` is kept in the audit.
Every failure answers `{"error": {"code", "message", "faults", ...}}`; codes stand in [errors.md](errors.md). Each operation may answer, beside what stands with it:
"""


def description() -> dict[str, Any]:
    """The API's description."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        told = make_app(store).openapi()
        store.close()
    return told


def api_page(made: str) -> str:
    """The page, below the line that says it is made."""
    told = description()
    lines = ["# REST", "", made, "", INTRODUCTION.strip(), ""]
    lines += [f"- {code}: {WHY[code]}" for code in ALWAYS]
    by_tag: dict[str, list[str]] = defaultdict(list)
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            by_tag[one["tags"][0]] += list(_operation(method.upper(), path, one))
    for tag, section in by_tag.items():
        lines += ["", f"## {tag[0].upper()}{tag[1:]}", *section]
    lines += ["", "## Shapes"]
    for name, shape in sorted(told["components"]["schemas"].items()):
        lines += list(_shape(name, shape))
    return "\n".join(lines) + "\n"


def _operation(method: str, path: str, one: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"### `{method} {path}`", "", one["description"])
    asked = [(given["name"], given["in"], given["schema"], given.get("description", "")) for given in one.get("parameters", ())]  # fmt: skip
    if asked:
        yield from ("", "| parameter | in | type | meaning |", "|---|---|---|---|")
        for name, where, schema, meaning in asked:
            yield f"| `{name}` | {where} | {_type(schema)} | {_cell(meaning or schema.get('description', ''))} |"
    if "requestBody" in one:
        kind, body = next(iter(one["requestBody"]["content"].items()))
        yield from ("", f"Body, `{kind}`: {_type(body['schema'])}.")
    answers = {code: given for code, given in one["responses"].items() if int(code) not in ALWAYS}
    yield from ("", "Answers: " + "; ".join(_answer(code, given) for code, given in sorted(answers.items())) + ".")


def _answer(code: str, given: dict[str, Any]) -> str:
    if int(code) >= 400:
        return f"{code} {given['description'].rstrip('.').split(',')[0].split(';')[0]}"
    schema = next(iter(given.get("content", {}).values()), {}).get("schema")
    return f"{code} {'nothing' if schema is None else _type(schema)}"


def _shape(name: str, shape: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"### {name}", "", _cell(shape.get("description", "One of the words.")))
    if "enum" in shape:
        yield from ("", ", ".join(f"`{word}`" for word in shape["enum"]))
        return
    yield from ("", "| field | type | needed | meaning |", "|---|---|---|---|")
    needed = shape.get("required", ())
    for field, schema in shape.get("properties", {}).items():
        yield f"| `{field}` | {_type(schema)} | {'yes' if field in needed else ''} | {_cell(schema.get('description', ''))} |"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(_type(one) for one in schema[several])
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{word}`" for word in schema.get("enum", [schema.get("const")]))
    kind = schema.get("format") if schema.get("format") in ("date", "date-time", "binary") else schema.get("type", "any")  # fmt: skip
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    bounds = [f"{word} {schema[key]:,}" for key, word in (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to")) if key in schema]  # fmt: skip
    bounds += [f"at most {schema['maxLength']} signs"] if "maxLength" in schema else []
    bounds += [schema["unit"]] if "unit" in schema else []
    return " ".join([str(kind), *bounds])


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")
