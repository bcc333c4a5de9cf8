"""What goes to the hub and what comes back: the only file of the program that touches the network.

``Network`` asks one question and takes one bounded answer; it never raises for what a network does.
``HubClient`` turns answers into what they mean: only a receipt that the known hub signed means « envoyé ».
What the hub says is never shown as it stands, never logged; only the messages of ``wire`` are sent.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist import wire
from dematassist.reports.address import is_this_machine
from dematassist.reports.carrying import parcel
from dematassist.reports.model import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import httpx

    from dematassist.reports.membership import Desk, OpenHub
    from dematassist.reports.model import Entry

_PAUSE_SECONDS = 20.0
"""The longest silence of a connection."""
_WHOLE_SECONDS = 90.0
"""The longest time of one question and its answer, however slowly it drips."""
_TRY_AGAIN = (408, 425, 429)
_SURE = (409, 413, 422)
"""No hotel answers these: whatever the body, the receiver has read the report and refuses it."""
_JSON = "application/json"
_MAX_RETRY_SECONDS = 6 * 60 * 60


class Answer(NamedTuple):
    """What came back. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Network:
    """Asks, one question at a time for each thread. ``hang_up`` may be called from any thread."""

    def __init__(self, pause_seconds: float = _PAUSE_SECONDS, whole_seconds: float = _WHOLE_SECONDS) -> None:
        self._pause_seconds = pause_seconds
        self._whole_seconds = whole_seconds
        self._lines: set[_Line] = set()
        self._is_closed = False
        self._clients: dict[bool, httpx.Client] = {}
        self._making = threading.Lock()

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        max_bytes: int = wire.MAX_BYTES,
    ) -> Answer | Trouble:
        """Return the answer to one question, or why there is none. No redirection is followed."""
        # 120 ms with what it imports: only when something leaves.
        import httpx

        line = _Line()
        client = self._client(has_proxy=not is_this_machine(url))
        # What a server asks to remember is not given back: it would tell one desk from another.
        client.cookies.clear()
        try:
            with (
                self._watched(line),
                client.stream(
                    method,
                    url,
                    headers=dict(headers or {}),
                    params=query,
                    content=body,
                    data=form,
                    extensions={"trace": line.trace},
                ) as answer,
            ):
                received = bytearray()
                for piece in answer.iter_bytes():
                    received += piece
                    if len(received) > max_bytes:
                        return Trouble.NOT_THE_HUB
                named = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status_code, named, bytes(received))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Trouble.NOT_THE_HUB if _is_certificate(error) else Trouble.NO_NETWORK
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError):
            return Trouble.NOT_THE_HUB
        except (httpx.HTTPError, httpx.StreamError, OSError):
            return Trouble.NO_ANSWER

    def _client(self, *, has_proxy: bool) -> httpx.Client:
        """Return what asks. Making it reads a hundred certificates: once. It keeps no connection."""
        import httpx

        with self._making:
            if has_proxy not in self._clients:
                trusted = httpx.create_ssl_context()
                # An administration whose proxy opens HTTPS puts its own authority in the system.
                trusted.load_default_certs()
                self._clients[has_proxy] = httpx.Client(
                    verify=trusted,
                    timeout=self._pause_seconds,
                    trust_env=has_proxy,
                    follow_redirects=False,
                    limits=httpx.Limits(max_keepalive_connections=0),
                )
            return self._clients[has_proxy]

    def hang_up(self) -> None:
        """Cut what is being asked, and ask nothing more."""
        self._is_closed = True
        for line in tuple(self._lines):
            line.cut()

    @contextmanager
    def _watched(self, line: _Line) -> Iterator[None]:
        """Cut a line that lasts too long: a silence is bounded by httpx, a slow drip is not."""
        watch = threading.Timer(self._whole_seconds, line.cut)
        watch.daemon = True
        self._lines.add(line)
        if self._is_closed:
            line.cut()
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()
            self._lines.discard(line)


class _Line:
    """The connection of one question."""

    def __init__(self) -> None:
        self._socket: Any = None
        self._is_cut = False

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Keep the socket that httpx opens (its « trace » extension)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")
            if self._is_cut:
                self.cut()

    def cut(self) -> None:
        """End the connection now, or as soon as it is made."""
        self._is_cut = True
        if self._socket is not None:
            # 2: both ways (socket.SHUT_RDWR). It may have ended by itself.
            with suppress(OSError):
                self._socket.shutdown(2)


def _is_certificate(error: BaseException | None) -> bool:
    """Return whether somebody answered who could not prove to be the one asked, as a captive portal does."""
    while error is not None:
        if type(error).__name__ == "SSLCertVerificationError":
            return True
        error = error.__cause__ or error.__context__
    return False


class Delivered(NamedTuple):
    """The hub has the report: it signed for it. ``key_id`` is the key that the report was sent with."""

    signed: wire.SignedReceipt
    key_id: str = ""


class Registered(NamedTuple):
    """An Open311 server has the report under this number."""

    service_request_id: str


class Refused(NamedTuple):
    """The receiver will never take this as it is."""

    code: wire.ProblemCode | None
    field: str = ""


class Postponed(NamedTuple):
    """Not now.

    ``retry_seconds`` is the least to wait that was asked for, ``reference`` what to ask with then.
    """

    trouble: Trouble
    retry_seconds: int = 0
    reference: str = ""


class NotChanged(NamedTuple):
    """The feed is the one already read."""


class Feed(NamedTuple):
    """A feed that the hub signed, and its tag."""

    signed: wire.SignedFollowUp
    tag: str


class HubClient:
    """One hub, as this desk or this person knows it."""

    def __init__(self, network: Network, hub: Desk | OpenHub) -> None:
        self._network = network
        self._hub = hub

    def deliver(self, entry: Entry, now: datetime) -> Delivered | Refused | Postponed:
        """Hand the report of this entry over."""
        return self.send(entry.report, now)

    def send(self, report: wire.Report, now: datetime) -> Delivered | Refused | Postponed:
        """Hand a report over. The same report may be sent again: the hub keeps it once."""
        answer = self._send(report, self._hub.seed, now)
        is_of_another = isinstance(answer, Refused) and answer.code is wire.ProblemCode.OTHER_SENDER
        if self._hub.seed and is_of_another:
            # The hub has the very same report: it was sent before this desk was enrolled.
            return self._send(report, b"", now)
        return answer

    def _send(self, report: wire.Report, seed: bytes, now: datetime) -> Delivered | Refused | Postponed:
        headers = {"Content-Type": _JSON, wire.IDEMPOTENCY_HEADER: report.report_id}
        headers |= _signed(seed, wire.Purpose.REPORT, report)
        url = f"{self._hub.url}/v1/reports"
        answer = self._network.ask("POST", url, headers=headers, body=wire.canonical(report))
        if isinstance(answer, Trouble) or answer.status not in (200, 201):
            return not_done(answer, now)
        try:
            signed = wire.decode(answer.body, wire.SignedReceipt)
        except wire.MessageError:
            return Postponed(Trouble.NOT_THE_HUB)
        is_ours = wire.is_receipt_of(signed, report, self._hub.hub_key)
        if not is_ours:
            return Postponed(Trouble.NOT_THE_HUB)
        return Delivered(signed, headers.get(wire.DESK_KEY_HEADER, ""))

    def fitting(self, entries: Sequence[Entry]) -> int:
        """Return how many of these reports, the first ones, one request may hold."""
        return parcel(entries[: wire.MAX_SENT_REPORTS], self._hub, wire.MAX_SENT_BYTES)[1]

    def deliver_together(
        self, entries: Sequence[Entry], now: datetime
    ) -> dict[wire.ReportId, Delivered | Refused | Postponed] | Postponed:
        """Hand reports over in one request; return the answer to each.

        A report without an answer is to be handed over alone: the hub has no room for parcels, or has
        something to say that only a report sent alone can hear.
        """
        raw, _count = parcel(entries, self._hub, wire.MAX_SENT_BYTES)
        url = f"{self._hub.url}/v1/parcels"
        answer = self._network.ask(
            "POST", url, headers={"Content-Type": _JSON}, body=raw, max_bytes=wire.MAX_SENT_BYTES
        )
        if isinstance(answer, Trouble) or answer.status != 200:  # noqa: PLR2004 -- HTTP
            meant = not_done(answer, now)
            return meant if isinstance(meant, Postponed) else {}
        try:
            said = wire.decode(answer.body, wire.ParcelAnswer, max_bytes=wire.MAX_SENT_BYTES)
        except wire.MessageError:
            return Postponed(Trouble.NOT_THE_HUB)
        reports = {entry.id: entry.report for entry in entries}
        return {
            one.report_id: told
            for one in said.handled
            if one.report_id in reports and (told := self._told(one, reports[one.report_id])) is not None
        }

    def _told(self, one: wire.Handled, report: wire.Report) -> Delivered | Refused | Postponed | None:
        """Return what the hub says of one report of a parcel; ``None`` when it is to be sent alone."""
        if one.receipt is not None:
            is_ours = wire.is_receipt_of(one.receipt, report, self._hub.hub_key)
            return Delivered(one.receipt, self._hub.key_id) if is_ours else Postponed(Trouble.NOT_THE_HUB)
        if one.retry_seconds:
            return Postponed(Trouble.BUSY, min(one.retry_seconds, _MAX_RETRY_SECONDS))
        return Refused(one.refusal) if one.refusal not in (None, wire.ProblemCode.OTHER_SENDER) else None

    def follow_up(self, tag: str, now: datetime) -> Feed | NotChanged | Refused | Postponed:
        """Read the feed; with what became of the reports of this desk when it is enrolled."""
        headers = {"Accept": _JSON} | ({"If-None-Match": tag} if tag else {})
        if self._hub.seed:
            request = wire.FollowUpRequest(version=1, key_id=self._hub.key_id)
            headers |= _signed(self._hub.seed, wire.Purpose.FOLLOW_UP_REQUEST, request)
        url = f"{self._hub.url}/v1/follow-up"
        answer = self._network.ask("GET", url, headers=headers, max_bytes=wire.MAX_PARCEL_BYTES)
        if isinstance(answer, Answer) and answer.status == 304 and tag:  # noqa: PLR2004 -- HTTP
            return NotChanged()
        if isinstance(answer, Trouble) or answer.status != 200:  # noqa: PLR2004 -- HTTP
            return not_done(answer, now)
        try:
            signed = wire.decode(answer.body, wire.SignedFollowUp, max_bytes=wire.MAX_PARCEL_BYTES)
        except wire.MessageError:
            return Postponed(Trouble.NOT_THE_HUB)
        is_ours = wire.is_feed_of(signed, self._hub.hub_key)
        return Feed(signed, answer.headers.get("etag", "")) if is_ours else Postponed(Trouble.NOT_THE_HUB)

    def say(self, outcome: wire.Outcome, now: datetime) -> Refused | Postponed | None:
        """Say whether what was reported is corrected; ``None`` once the hub knows."""
        headers = {"Content-Type": _JSON} | _signed(self._hub.seed, wire.Purpose.OUTCOME, outcome)
        url = f"{self._hub.url}/v1/reports/{outcome.report_id}/outcome"
        answer = self._network.ask("POST", url, headers=headers, body=wire.canonical(outcome))
        if isinstance(answer, Answer) and answer.status == 204:  # noqa: PLR2004 -- HTTP
            return None
        return not_done(answer, now)


def enrol(
    network: Network, url: str, code: str, seed: bytes, now: datetime
) -> wire.Enrolled | Refused | Postponed:
    """Make this desk known with a code that serves once. The same desk may ask twice."""
    asked = wire.Enrolment(version=1, code=code, public_key=wire.public_key(seed))
    answer = network.ask(
        "POST", f"{url}/v1/desks", headers={"Content-Type": _JSON}, body=wire.canonical(asked)
    )
    if isinstance(answer, Trouble) or answer.status != 201:  # noqa: PLR2004 -- HTTP
        return not_done(answer, now)
    try:
        enrolled = wire.decode(answer.body, wire.Enrolled)
    except wire.MessageError:
        return Postponed(Trouble.NOT_THE_HUB)
    is_about_us = enrolled.key_id == wire.key_id(asked.public_key)
    is_whole = enrolled.hub_key_id == wire.key_id(enrolled.hub_public_key)
    return enrolled if is_about_us and is_whole else Postponed(Trouble.NOT_THE_HUB)


def not_done(answer: Answer | Trouble, now: datetime) -> Refused | Postponed:
    """Return what an answer means that is not the one hoped for. The page of a hotel refuses nothing."""
    if isinstance(answer, Trouble):
        return Postponed(answer)
    status, kind = answer.status, answer.headers.get("content-type", "")
    if status in _TRY_AGAIN or status >= 500:  # noqa: PLR2004 -- HTTP
        return Postponed(Trouble.BUSY, retry_seconds(answer.headers.get("retry-after", ""), now))
    is_portal = "html" in kind.lower() or status == 407  # noqa: PLR2004 -- a proxy wants a password
    if status in _SURE or (400 <= status < 500 and not is_portal):  # noqa: PLR2004 -- HTTP
        return Refused(*_problem(answer.body))
    return Postponed(Trouble.NOT_THE_HUB)


def retry_seconds(asked: str, now: datetime) -> int:
    """Return how long « Retry-After » asks to wait: seconds or a date, six hours at most."""
    asked = asked.strip()
    if asked.isascii() and asked.isdigit():
        return min(int(asked[:10]), _MAX_RETRY_SECONDS)
    try:
        seconds = int((parsedate_to_datetime(asked) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0
    return max(0, min(seconds, _MAX_RETRY_SECONDS))


def _problem(body: bytes) -> tuple[wire.ProblemCode | None, str]:
    try:
        problem = wire.decode(body, wire.Problem)
        return wire.ProblemCode(problem.type.removeprefix("urn:dematassist:")), problem.field
    except ValueError:
        return None, ""


def _signed(seed: bytes, purpose: wire.Purpose, message: wire.Message) -> dict[str, str]:
    if not seed:
        return {}
    return {
        wire.DESK_KEY_HEADER: wire.key_id(wire.public_key(seed)),
        wire.DESK_SIGNATURE_HEADER: wire.sign(purpose, message, seed),
    }
