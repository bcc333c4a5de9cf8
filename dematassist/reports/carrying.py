"""Ways out that need no hub: a file for a stick, an e-mail to send oneself. Only what the person said yes to.

The file holds the same reports, signed the same way: the hub that takes it in keeps each once, whatever else
arrives by the network. Neither way proves anything: the reports go on waiting for a proof.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports.membership import Desk
from dematassist.reports.model import Sent, Waiting, Way, handed
from dematassist.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dematassist.reports.membership import Membership
    from dematassist.reports.model import Entry
    from dematassist.reports.outbox import Outbox
    from dematassist.reports.session_outbox import SessionOutbox

_MAX_REPORTS = 1_000
_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def carry(outbox: Outbox | SessionOutbox, hub: Membership, target: Path, today: date) -> int:
    """Write what waits in one file for a stick; return how many reports it holds, the oldest first.

    They are said to be handed over once the file is on the disk. Raises ``UserError``: NOTHING_TO_CARRY, and
    those of a disk.
    """
    entries = outbox.entries(Waiting)[:_MAX_REPORTS]
    if not entries:
        raise UserError(Cause.NOTHING_TO_CARRY)
    raw, count = parcel(entries, hub)
    write_atomically(target, raw)
    for entry in entries[:count]:
        _hand(outbox, entry, Way.STICK, today)
    return count


def parcel(
    entries: Sequence[Entry], hub: Membership, max_bytes: int = wire.MAX_PARCEL_BYTES
) -> tuple[bytes, int]:
    """Return a message that holds these reports, signed where this is a desk, and how many fit in it."""
    seed = hub.seed if isinstance(hub, Desk) else b""
    signed, size = [], 0
    for entry in entries:
        one = wire.sign_report(entry.report, seed) if seed else wire.SignedReport(report=entry.report)
        size += len(wire.canonical(one)) + 1
        if size > max_bytes - 100:
            break
        signed.append(one)
    return wire.canonical(wire.Parcel(version=1, reports=tuple(signed))), len(signed)


def write_email(
    outbox: Outbox | SessionOutbox,
    report_id: wire.ReportId,
    target: Path,
    today: date,
    *,
    to: str = "",
    subject: str,
    text: str,
) -> None:
    """Write a report as an e-mail that a mail program opens ready to send (``.eml``), and say it handed over.

    Raises ``UserError``: REPORT_NOT_SEEN before the person said yes, MAILBOX, and those of a disk.
    """
    entry = outbox.entry(report_id)
    if not isinstance(entry.state, (Waiting, Sent)):
        raise UserError(Cause.REPORT_NOT_SEEN, id=report_id)
    write_atomically(target, email(entry.report, to=to, subject=subject, text=text))
    _hand(outbox, entry, Way.EMAIL, today)


def email(report: wire.Report, *, to: str, subject: str, text: str) -> bytes:
    """Return an e-mail not sent yet: the words, and the very report beside them.

    Raises ``UserError(MAILBOX)``.
    """
    from email import policy
    from email.message import EmailMessage

    if to and _MAILBOX.fullmatch(to) is None:
        raise UserError(Cause.MAILBOX, to=to[:200])
    message = EmailMessage(policy=policy.SMTP)
    # Outlook opens it as a draft, not as an e-mail that was received.
    message["X-Unsent"] = "1"
    if to:
        message["To"] = to
    message["Subject"] = " ".join(subject.split())[:200]
    message.set_content(text, cte="base64")
    message.add_attachment(
        wire.canonical(report), maintype="application", subtype="json", filename=f"{report.report_id}.json"
    )
    return message.as_bytes()


def _hand(outbox: Outbox | SessionOutbox, entry: Entry, way: Way, today: date) -> None:
    outbox.change(entry.id, lambda one: handed(one, way, today))
