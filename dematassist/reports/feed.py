"""What the hub publishes, kept on this desk: known incidents of a step, with their way round and their end.

A feed is believed for its signature alone, wherever it came from: the network, or a file on a stick. It is
kept as it was signed, and verified again when it is read. One older than the feed kept is refused.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.system.files import explained, write_atomically
from dematassist.system.paths import private_folder

if TYPE_CHECKING:
    from pathlib import Path

    from dematassist.reports.model import Origin


_UNSEEN = timedelta(days=30)
"""How long a problem without an end is told on a desk that no longer sees the hub."""


class _Kept(msgspec.Struct, frozen=True):
    """What the file holds."""

    signed: wire.SignedFollowUp
    read_on: date
    tag: str = ""


class FeedFile:
    """The last feed, on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # One value, so that any thread reads a feed with its own key.
        self._known: tuple[wire.PublicKey, _Kept] | None = None

    def read(self, hub_key: wire.PublicKey) -> wire.FollowUp | None:
        """Return the feed kept, if this hub signed it. One that cannot be read is as none: it comes again."""
        kept = self._read(hub_key)
        return kept.signed.follow_up if kept else None

    def tag(self, hub_key: wire.PublicKey) -> str:
        """Return the tag of the feed kept: the hub then answers only when there is another."""
        kept = self._read(hub_key)
        return kept.tag if kept else ""

    def check(self, signed: wire.SignedFollowUp, hub_key: wire.PublicKey) -> None:
        """Refuse a feed that is not to be believed.

        Raises ``UserError``: FEED_NOT_OURS when another than this hub signed it, FEED_OLD when a newer one
        was seen.
        """
        if not wire.is_feed_of(signed, hub_key):
            raise UserError(Cause.FEED_NOT_OURS)
        before = self.read(hub_key)
        if before is not None and signed.follow_up.sequence < before.sequence:
            raise UserError(Cause.FEED_OLD)

    def keep(self, signed: wire.SignedFollowUp, hub_key: wire.PublicKey, today: date, tag: str = "") -> None:
        """Keep a feed once it is checked. Raises the ``UserError`` of a disk."""
        self.check(signed, hub_key)
        self._write(_Kept(signed, today, tag), hub_key)

    def keep_again(self, hub_key: wire.PublicKey, today: date) -> None:
        """Know that the feed kept is still what the hub publishes. Raises the ``UserError`` of a disk."""
        kept = self._read(hub_key)
        if kept is not None and kept.read_on != today:
            self._write(msgspec.structs.replace(kept, read_on=today), hub_key)

    def incidents_at(self, hub_key: wire.PublicKey, where: Origin, today: date) -> tuple[wire.Incident, ...]:
        """Return what is known to fail today where the person is."""
        kept = self._read(hub_key)
        return incidents_at(kept.signed.follow_up, where, today, kept.read_on) if kept else ()

    def _write(self, kept: _Kept, hub_key: wire.PublicKey) -> None:
        with explained(self._path):
            private_folder(self._path.parent)
        write_atomically(self._path, msgspec.json.encode(kept))
        self._known = (hub_key, kept)

    def _read(self, hub_key: wire.PublicKey) -> _Kept | None:
        known = self._known
        if known is None or known[0] != hub_key:
            try:
                with self._path.open("rb") as stream:
                    kept = msgspec.json.decode(stream.read(2 * wire.MAX_PARCEL_BYTES), type=_Kept)
            except (OSError, ValueError):
                return None
            if not wire.is_feed_of(kept.signed, hub_key):
                return None
            known = self._known = (hub_key, kept)
        return known[1]


def read_feed_file(path: Path) -> wire.SignedFollowUp:
    """Return the feed in a file brought on a stick. Raises ``UserError(FEED_UNREADABLE)``."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(wire.MAX_PARCEL_BYTES + 1)
        return wire.decode(raw, wire.SignedFollowUp, max_bytes=wire.MAX_PARCEL_BYTES)
    except (OSError, wire.MessageError):
        raise UserError(Cause.FEED_UNREADABLE, path=str(path)) from None


def incidents_at(feed: wire.FollowUp, where: Origin, today: date, read_on: date) -> tuple[wire.Incident, ...]:
    """Return what is known to fail today where the person is: at this step, or in the whole service.

    Each ends at its date, even on a desk that never sees the hub again.
    """
    return tuple(
        incident
        for incident in feed.incidents
        if incident.stage not in (wire.Stage.FIXED, wire.Stage.GUIDE_UPDATED)
        and today <= (incident.shown_until or read_on + _UNSEEN)
        and incident.service_id == where.service_id
        and incident.guide_id in ("", where.guide_id)
        and incident.step_id in ("", where.step_id)
    )
