"""The description of what desks may ask, in OpenAPI 3.1, made from the very types that read the messages."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import msgspec

from dematassist import wire
from dematassist.hub.problems import STATUS
from dematassist.wire import ProblemCode as Code

_MESSAGES = (
    wire.Report, wire.SignedReceipt, wire.Outcome, wire.Enrolment, wire.Enrolled, wire.SignedFollowUp,
    wire.Problem, wire.Parcel, wire.ParcelAnswer,
)  # fmt: skip
_BODY = (Code.NOT_JSON, Code.NOT_EXPECTED, Code.TOO_LARGE, Code.TOO_SLOW, Code.BROKEN)
_DESK = (Code.KEY_UNKNOWN, Code.METHOD)


@cache
def description() -> bytes:
    """Return the description, as JSON."""
    schemas, components = msgspec.json.schema_components(
        _MESSAGES, ref_template="#/components/schemas/{name}"
    )
    of = dict(zip(_MESSAGES, schemas, strict=True))
    title = "Hub de signalements"
    document = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
        "paths": {
            "/v1/reports": {
                "post": {
                    "operationId": "sendReport",
                    "summary": "Hand one report over. The same report may be sent again: it is kept once.",
                    "parameters": [_idempotency(), *_desk_headers()],
                    "requestBody": _body(of[wire.Report]),
                    "responses": {
                        "201": _answer("Kept: the signed receipt.", of[wire.SignedReceipt]),
                        "200": _answer("Already kept: the same receipt.", of[wire.SignedReceipt]),
                        **_problems(*_BODY, *_DESK, Code.OTHER_CONTENT, Code.TOO_MANY, Code.BUSY),
                    },
                }
            },
            "/v1/parcels": {
                "post": {
                    "operationId": "sendParcel",
                    "summary": f"Hand over up to {wire.MAX_SENT_REPORTS} reports, each as if it came alone.",
                    "requestBody": _body(of[wire.Parcel]),
                    "responses": {
                        "200": _answer("What was done with each report.", of[wire.ParcelAnswer]),
                        **_problems(*_BODY, *_DESK, Code.BUSY),
                    },
                }
            },
            "/v1/reports/{report_id}/outcome": {
                "post": {
                    "operationId": "sendOutcome",
                    "summary": "Say whether what was reported is corrected.",
                    "parameters": [_report_id(), *_desk_headers()],
                    "requestBody": _body(of[wire.Outcome]),
                    "responses": {
                        "204": {"description": "Kept."},
                        **_problems(*_BODY, *_DESK, Code.NOT_FOUND, Code.REVISION),
                    },
                }
            },
            "/v1/desks": {
                "post": {
                    "operationId": "enrolDesk",
                    "summary": "Make a desk known, with a code that serves once.",
                    "requestBody": _body(of[wire.Enrolment]),
                    "responses": {
                        "201": _answer("The desk is known.", of[wire.Enrolled]),
                        **_problems(*_BODY, *_DESK, Code.TOO_MANY),
                    },
                }
            },
            "/v1/follow-up": {
                "get": {
                    "operationId": "readFollowUp",
                    "summary": "Read open incidents and what became of the reports of this desk.",
                    "parameters": [_header("If-None-Match", {"type": "string"}), *_desk_headers()],
                    "responses": {
                        "200": _answer("The signed feed.", of[wire.SignedFollowUp]),
                        "304": {"description": "Nothing changed since this ETag."},
                        **_problems(*_DESK, Code.BROKEN),
                    },
                }
            },
        },
        "components": {"schemas": components},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _problems(*codes: Code) -> dict[str, Any]:
    """Describe the refusals, once for each status."""
    named: dict[str, list[str]] = {}
    for code in codes:
        named.setdefault(str(STATUS[code]), []).append(code.value)
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": ", ".join(names), "content": {wire.PROBLEM_TYPE: {"schema": schema}}}
        for status, names in sorted(named.items())
    }


def _idempotency() -> dict[str, Any]:
    said = "The report_id of the report."
    return {**_header(wire.IDEMPOTENCY_HEADER, _schema(wire.ReportId)), "required": True, "description": said}


def _report_id() -> dict[str, Any]:
    return {"name": "report_id", "in": "path", "required": True, "schema": _schema(wire.ReportId)}


def _desk_headers() -> list[dict[str, Any]]:
    return [
        _header(wire.DESK_KEY_HEADER, _schema(wire.KeyId)),
        _header(wire.DESK_SIGNATURE_HEADER, _schema(wire.Signature)),
    ]


def _header(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": schema}


def _schema(kind: Any) -> dict[str, Any]:
    return msgspec.json.schema(kind)
