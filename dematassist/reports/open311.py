"""An Open311 server (GeoReport v2) as a way out, for desks without a hub.

The standard has no idempotency key: what was tried once is looked for on the server, by our own number in its
description, before it is posted. A server that cannot be asked what it has gets nothing twice.

JSON is asked for first. The standard obliges servers to XML only: it is asked for where there is no JSON, and
read wherever it is answered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

from dematassist import i18n, wire
from dematassist.reports.delivery import Answer, Postponed, Refused, Registered, not_done
from dematassist.reports.model import Trouble, Waiting
from dematassist.reports.wording import said_lines

if TYPE_CHECKING:
    from datetime import datetime

    from dematassist.reports.delivery import Network
    from dematassist.reports.membership import Open311
    from dematassist.reports.model import Entry

T = TypeVar("T")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]*")
_NO_SUCH_FORMAT = (404, 406, 415)
_Number = Annotated[str | int | None, msgspec.Meta(description="Servers give numbers as text or not.")]


class _Registered(msgspec.Struct):
    """One element of the answer to a request, or to a token."""

    service_request_id: _Number = None
    token: _Number = None


class _Listed(msgspec.Struct):
    """One element of the list of requests."""

    service_request_id: _Number = None
    description: str | None = None


class _Status(msgspec.Struct):
    """The one element of the answer about one request."""

    status: str | None = None


class Open311Client:
    """One Open311 server."""

    def __init__(self, network: Network, server: Open311) -> None:
        self._network = network
        self._server = server
        self._format = "json"

    def deliver(self, entry: Entry, now: datetime) -> Registered | Refused | Postponed:
        """Hand a report over, unless the server has it already."""
        state = entry.state
        assert isinstance(state, Waiting)
        by_token = self._ask_token(state.reference, now) if state.reference else None
        found = by_token or self._look_up(entry.report, now)
        # A first try (it is counted already) may be one again: on a desk restored from an old copy.
        is_unheard_of = found is None or (isinstance(found, Refused) and state.attempts == 1)
        return found if found is not None and not is_unheard_of else self._post(entry.report, now)

    def _post(self, report: wire.Report, now: datetime) -> Registered | Refused | Postponed:
        form = {
            "service_code": self._server.service_code,
            "description": description(report),
            # A service on the internet has no place on a map.
            "address_string": report.address or report.service_id,
        }
        form |= {"api_key": self._server.api_key} if self._server.api_key else {}
        url = f"{self._server.url}/requests.{self._format}"
        answer = self._network.ask("POST", url, query=self._where(), form=form)
        if isinstance(answer, Trouble) or answer.status not in (200, 201):
            return not_done(answer, now)
        return _number(answer) or Postponed(Trouble.NOT_THE_HUB)

    def _ask_token(self, token: str, now: datetime) -> Registered | Postponed | None:
        """Return the number a token stands for; ``None`` when the server no longer knows it."""
        answer = self._get(f"tokens/{token}", self._where())
        if isinstance(answer, Trouble) or answer.status != 200:  # noqa: PLR2004 -- HTTP
            meaning = not_done(answer, now)
            return meaning if isinstance(meaning, Postponed) else None
        return _number(answer) or Postponed(Trouble.NOT_YET, reference=token)

    def _look_up(self, report: wire.Report, now: datetime) -> Registered | Refused | Postponed | None:
        """Return the request that holds our number; ``None`` when the server surely has none."""
        query = {**self._where(), "service_code": self._server.service_code}
        answer = self._get("requests", query)
        if isinstance(answer, Trouble) or answer.status != 200:  # noqa: PLR2004 -- HTTP
            return not_done(answer, now)
        try:
            listed = _read(answer.body, _Listed)
        except ValueError:
            return Postponed(Trouble.NOT_THE_HUB)
        for one in listed:
            if report.report_id in (one.description or "") and one.service_request_id not in (None, ""):
                return Registered(str(one.service_request_id)[:200])
        return None

    def is_open(self, number: str, now: datetime) -> bool | Refused | Postponed:
        """Return whether the request with this number is open there, or why it is not known."""
        if _NUMBER.fullmatch(number) is None:
            # It would lead to another address of the server.
            return Refused(None)
        answer = self._get(f"requests/{number}", self._where())
        if isinstance(answer, Trouble) or answer.status != 200:  # noqa: PLR2004 -- HTTP
            return not_done(answer, now)
        try:
            said = [one.status for one in _read(answer.body, _Status)]
        except ValueError:
            return Postponed(Trouble.NOT_THE_HUB)
        return said[0] == "open" if said and said[0] in ("open", "closed") else Refused(None)

    def _get(self, path: str, query: dict[str, str]) -> Answer | Trouble:
        """Ask for JSON, or for XML where the server has nothing else."""
        url = f"{self._server.url}/{path}."
        answer = self._network.ask("GET", url + self._format, query=query, max_bytes=wire.MAX_PARCEL_BYTES)
        if self._format == "json" and isinstance(answer, Answer) and answer.status in _NO_SUCH_FORMAT:
            other = self._network.ask("GET", url + "xml", query=query, max_bytes=wire.MAX_PARCEL_BYTES)
            if isinstance(other, Answer) and other.status == 200:  # noqa: PLR2004 -- HTTP
                self._format = "xml"
                return other
        return answer

    def _where(self) -> dict[str, str]:
        jurisdiction = self._server.jurisdiction_id
        return {"jurisdiction_id": jurisdiction} if jurisdiction else {}


def description(report: wire.Report) -> str:
    """Return the text of a request: all that the report holds, in the French of those who read it."""
    with i18n.speaking("fr"):
        lines = said_lines(report, None, None)
    place = " / ".join(filter(None, (report.service_id, report.guide_id, report.step_id)))
    # The number is what the request is looked up by, whatever the words around it.
    return "\n".join((*lines, place, report.report_id))


def _number(answer: Answer) -> Registered | Postponed | None:
    """Return the number, or the token that stands for it for a while, in an answer."""
    try:
        given = _read(answer.body, _Registered)
    except ValueError:
        return None
    for one in given:
        if one.service_request_id not in (None, ""):
            return Registered(str(one.service_request_id)[:200])
        token = str(one.token or "")
        if token.replace("-", "").isalnum() and token.isascii() and len(token) <= 200:  # noqa: PLR2004
            return Postponed(Trouble.NOT_YET, reference=token)
    return None


def _read(body: bytes, kind: type[T]) -> list[T]:
    """Return the elements of an answer, in JSON or in XML. ``ValueError`` when it is no such answer."""
    try:
        if body.lstrip().startswith(b"<"):
            return msgspec.convert(_elements(body), list[kind])  # type: ignore[valid-type]
        return msgspec.json.decode(body, type=list[kind])  # type: ignore[valid-type]
    except (msgspec.MsgspecError, RecursionError):
        raise ValueError from None


def _elements(body: bytes) -> list[dict[str, str]]:
    """Return the fields of each request in an answer in XML. ``ValueError`` for any other page."""
    # 10 ms, for the servers that speak no JSON only.
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, LookupError):
        raise ValueError from None
    if root.tag != "service_requests":
        raise ValueError
    return [{field.tag: (field.text or "").strip() for field in one} for one in root]
