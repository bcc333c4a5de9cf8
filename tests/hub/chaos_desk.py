"""A small desk that does all but one thing right: it gives a report a new id at each try.

``chaos_desk.py FILE PORT SEED HUB_KEY`` sends the reports of its SQLite file until each has a receipt.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
import uuid

import httpx
import msgspec

from dematassist import wire


def main() -> None:
    """Send what waits, in any order, until nothing waits."""
    file, port, seed, hub_key = sys.argv[1:]
    key = bytes.fromhex(seed)
    outbox = sqlite3.connect(file)
    chance = random.Random()  # noqa: S311 -- chaos, not a secret
    while waiting := outbox.execute("SELECT id, body FROM outbox WHERE receipt = ''").fetchall():
        name, body = chance.choice(waiting)
        one = msgspec.structs.replace(wire.decode(body, wire.Report), report_id=str(uuid.uuid4()))
        headers = {
            "Content-Type": "application/json",
            wire.IDEMPOTENCY_HEADER: one.report_id,
            wire.DESK_KEY_HEADER: wire.key_id(wire.public_key(key)),
            wire.DESK_SIGNATURE_HEADER: wire.sign(wire.Purpose.REPORT, one, key),
        }
        try:
            url = f"http://127.0.0.1:{port}/v1/reports"
            answer = httpx.post(
                url, content=wire.canonical(one), headers=headers, timeout=10, trust_env=False
            )
            signed = wire.decode(answer.content, wire.SignedReceipt)
        except (httpx.HTTPError, wire.MessageError):
            time.sleep(0.005)
            continue
        if answer.status_code in (200, 201) and wire.is_receipt_of(signed, one, hub_key):
            with outbox:
                outbox.execute("UPDATE outbox SET receipt = ? WHERE id = ?", (answer.content, name))
    outbox.close()


if __name__ == "__main__":
    main()
