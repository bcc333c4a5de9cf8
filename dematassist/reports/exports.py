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


def as_csv(entries: Sequence[Entry]) -> bytes:
    """Return a table that a spreadsheet of France opens: semicolons, UTF-8 with its mark."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = _row(entry)
        writer.writerow([safe_cell(row[column]) for column in COLUMNS])
    return target.getvalue().encode("utf-8-sig")


def as_json(entries: Sequence[Entry]) -> bytes:
    """Return every field of every report, and its state."""
    rows = [
        {
            "state": state_name(entry.state),
            "written_at": entry.written_at.isoformat(),
            "report": msgspec.to_builtins(entry.report),
            "about": msgspec.to_builtins(entry.state),
            "handed": msgspec.to_builtins(entry.handed),
            "status": msgspec.to_builtins(entry.status),
        }
        for entry in entries
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n"


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
