"""The reports of this desk as a table and as JSON, for whoever keeps the figures of the place."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import msgspec

from dematassist.reports import model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dematassist.reports.model import Entry

COLUMNS = (
    *("report_id", "written_on", "state", "service_id", "guide_id", "step_id", "intent", "kind", "address"),
    *("is_blocked", "blocked_since", "right", "days_lost", "euros", "contact_tried", "contact_reached"),
    *("contact_satisfaction", "lived_by", "assistive", "departement", "lever", "text"),
    *("receipt_at", "service_request_id", "incident_id", "stage"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_FREE = ("text", "address")
"""What a person wrote or copied: masked, and still theirs."""


def as_csv(entries: Sequence[Entry], *, is_closed: bool = False) -> bytes:
    """Return a table that a spreadsheet of France opens: semicolons, UTF-8 with its mark.

    ``is_closed``: only what was chosen from lists, nothing that a person wrote or copied.
    """
    columns = tuple(column for column in COLUMNS if not (is_closed and column in _FREE))
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for entry in entries:
        row = _row(entry)
        writer.writerow([safe_cell(row[column]) for column in columns])
    return target.getvalue().encode("utf-8-sig")


def as_json(entries: Sequence[Entry], *, is_closed: bool = False) -> bytes:
    """Return every field of every report, and its state; ``is_closed`` as for the table."""
    rows = [
        {
            "state": state_name(entry.state),
            "written_at": entry.written_at.isoformat(),
            "report": _report(entry, is_closed=is_closed),
            "about": msgspec.to_builtins(entry.state),
            "handed": msgspec.to_builtins(entry.handed),
            "status": msgspec.to_builtins(entry.status),
        }
        for entry in entries
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n"


def _report(entry: Entry, *, is_closed: bool) -> dict[str, Any]:
    report: dict[str, Any] = msgspec.to_builtins(entry.report)
    return {name: value for name, value in report.items() if not (is_closed and name in _FREE)}


def state_name(state: model.State) -> str:
    """Return the name of a state for machines."""
    return str(type(state).__struct_config__.tag)


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whatever stands before it."""
    is_formula = value.lstrip(" \n\u00a0\ufeff").startswith(_FORMULA) or value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value


def _row(entry: Entry) -> dict[str, str]:
    report = msgspec.to_builtins(entry.report)
    flat: dict[str, Any] = {**report, **report.get("consequence", {})}
    flat |= {
        "state": state_name(entry.state),
        "intent": entry.report.intent.value,
        "receipt_at": "",
        "service_request_id": "",
        "incident_id": entry.status.incident_id if entry.status else "",
        "stage": entry.status.stage.value if entry.status and entry.status.stage else "",
    }
    match entry.state:
        case model.Sent(proof=model.Receipt(signed=signed)):
            flat["receipt_at"] = signed.receipt.received_at.isoformat()
        case model.Sent(proof=model.ServiceRequest(service_request_id=number)):
            flat["service_request_id"] = number
        case _:
            pass
    return {column: _said(flat.get(column)) for column in COLUMNS}


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case list() | tuple():
            return ",".join(map(str, value))
        case _:
            return str(value)
