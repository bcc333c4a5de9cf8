"""One round with the hub: what waits leaves, what it publishes comes back.

Every step is kept before the next one, so that a round may be cut anywhere and begun again: a try is counted
before the network is touched, and a receipt is kept before the next report is sent.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dematassist import wire
from dematassist.errors import Cause, UserError
from dematassist.reports import follow_up, model
from dematassist.reports.address import clean_url
from dematassist.reports.delivery import (
    Delivered,
    Feed,
    HubClient,
    Network,
    NotChanged,
    Postponed,
    Refused,
    Registered,
    enrol,
)
from dematassist.reports.membership import Desk, NoHub, Open311, OpenHub, clean_code, clean_key
from dematassist.reports.open311 import Open311Client
from dematassist.system.clock import random_bytes, random_share
from dematassist.system.locks import alone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from dematassist.reports.feed import FeedFile
    from dematassist.reports.membership import Membership, MembershipFile
    from dematassist.reports.model import Entry, Origin, Trouble
    from dematassist.reports.outbox import Outbox
    from dematassist.system.clock import Clock

_SEED_BYTES = 32
_ASKED = 20
"""How many reports one round asks an Open311 server about: each is a question of its own."""


class Round(NamedTuple):
    """What a round did.

    ``trouble`` is why it stopped before its end, ``pause`` for how long to leave the hub alone.
    """

    sent: int = 0
    refused: int = 0
    sent_again: int = 0
    has_news: bool = False
    trouble: Trouble | None = None
    pause: timedelta = timedelta()
    refusal: wire.ProblemCode | None = None
    """Why the hub does not tell this desk what became of its reports: it may no longer know it."""
    is_elsewhere: bool = False
    """Another program of this user is sending these reports now: nothing was done."""

    @property
    def changed_anything(self) -> bool:
        """Whether a page that shows reports has something new to show."""
        return bool(self.sent or self.refused or self.sent_again or self.has_news or self.trouble)


class Exchange:
    """What this desk sends to its hub and reads from it. Any thread may use it; rounds take turns."""

    def __init__(
        self,
        outbox: Outbox,
        membership: MembershipFile,
        feed: FeedFile,
        clock: Clock,
        network: Network,
        lock: Path,
        share: Callable[[], float] = random_share,
    ) -> None:
        self._outbox = outbox
        self._membership = membership
        self._feed = feed
        self._clock = clock
        self._network = network
        self._lock = lock
        self._share = share
        self._turn = threading.Lock()
        self._taking = threading.Lock()
        self._refusal: wire.ProblemCode | None = None

    @property
    def hub(self) -> Membership:
        """The hub that is known, or that there is none."""
        return self._membership.hub

    @property
    def refusal(self) -> wire.ProblemCode | None:
        """Why the hub told this desk nothing the last time it was asked: it may have forgotten it."""
        return self._refusal

    @property
    def published(self) -> wire.FollowUp | None:
        """The last feed of the hub, if one was ever read."""
        hub = self.hub
        return None if isinstance(hub, (NoHub, Open311)) else self._feed.read(hub.hub_key)

    def incidents(self, where: Origin) -> tuple[wire.Incident, ...]:
        """Return what is known to fail today where the person is."""
        hub = self.hub
        if isinstance(hub, (NoHub, Open311)):
            return ()
        return self._feed.incidents_at(hub.hub_key, where, self._clock.today())

    def enrol(self, url: str, code: str) -> None:
        """Make this desk known to a hub with its code. What was refused for its sender waits again.

        Raises ``UserError``: HUB_ADDRESS, HUB_CODE, HUB_CODE_REFUSED, HUB_SILENT.
        """
        address, one_code = clean_url(url), clean_code(code)
        hub = self.hub
        answer: wire.Enrolled | Refused | Postponed = Refused(None)
        seed = b""
        if isinstance(hub, Desk) and hub.url == address:
            # A hub restored from an older copy may have forgotten this desk, and still has its reports.
            seed = hub.seed
            answer = enrol(self._network, address, one_code, seed, self._clock.now())
        if isinstance(answer, Refused):
            seed = self._membership.key_to_ask_with(random_bytes(_SEED_BYTES))
            answer = enrol(self._network, address, one_code, seed, self._clock.now())
        if isinstance(answer, Refused):
            raise UserError(Cause.HUB_CODE_REFUSED)
        if isinstance(answer, Postponed):
            raise UserError(Cause.HUB_SILENT, url=address)
        self._know(Desk(address, answer.hub_public_key, answer.hub, seed))

    def know(self, url: str, hub_key: str) -> None:
        """Know a hub by its key, without being one of its desks.

        Raises ``UserError``: HUB_ADDRESS, HUB_KEY.
        """
        self._know(OpenHub(clean_url(url), clean_key(hub_key)))

    def use_open311(
        self, url: str, service_code: str, *, jurisdiction_id: str = "", api_key: str = ""
    ) -> None:
        """Send to an Open311 server, where no hub is. Raises ``UserError(HUB_ADDRESS)``."""
        self._membership.join(
            Open311(
                url=clean_url(url),
                service_code=service_code,
                jurisdiction_id=jurisdiction_id,
                api_key=api_key,
            )
        )

    def leave(self) -> None:
        """Know no hub any more. The reports stay."""
        self._membership.join(NoHub())
        self._refusal = None

    def close(self) -> None:
        """Cut what is being sent, which is then sent again, and send nothing more."""
        self._network.hang_up()

    def _know(self, hub: Membership) -> None:
        self._membership.join(hub)
        self._refusal = None
        now = self._clock.now()
        for entry in self._outbox.entries(model.ToCorrect):
            self._change_if_there(entry.id, lambda one: follow_up.resumed(one, now))

    def round(self, *, is_asked: bool = False) -> Round:
        """Send what is due, tell verdicts, read the feed. ``is_asked``: by a person, who need not wait.

        Raises ``UserError`` when the disk is full or cannot be written: what cannot be counted is not sent.
        """
        with self._turn, alone(self._lock) as is_alone:
            if not is_alone:
                return Round(is_elsewhere=True)
            hub = self.hub
            match hub:
                case NoHub():
                    return Round()
                case Open311():
                    server = Open311Client(self._network, hub)
                    done = self._send_all(server, is_asked=is_asked)
                    return self._ask_all(server, done) if done.trouble is None else done
                case Desk() | OpenHub():
                    client = HubClient(self._network, hub)
                    done = self._send_all(client, is_asked=is_asked)
                    if done.trouble is None:
                        done = self._say_all(client, done)
                    return self._read_feed(client, hub, done) if done.trouble is None else done

    def network_is_back(self) -> None:
        """Have what waited for the network leave now."""
        now = self._clock.now()
        for entry in self._outbox.entries(model.Waiting):
            self._change_if_there(entry.id, lambda one: model.hurried(one, now))

    def _change_if_there(
        self, report_id: wire.ReportId, rule: Callable[[model.Entry], model.Entry]
    ) -> Entry | None:
        """Change a report; nothing when it was taken out of the file since the list was made."""
        try:
            return self._outbox.change(report_id, rule)
        except UserError as error:
            if error.cause is Cause.REPORT_UNKNOWN:
                return None
            raise

    def take_feed(self, signed: wire.SignedFollowUp) -> Round:
        """Take in a feed brought by hand. Raises ``UserError``: HUB_NONE, FEED_NOT_OURS, FEED_OLD."""
        hub = self.hub
        if isinstance(hub, (NoHub, Open311)):
            raise UserError(Cause.HUB_NONE)
        return self._take(signed, hub, "", self._clock.now(), Round())

    def _send_all(self, client: HubClient | Open311Client, *, is_asked: bool) -> Round:
        done = Round()
        due = self._due(is_asked=is_asked)
        if isinstance(client, HubClient):
            due, done = self._send_together(client, due, done)
            if done.trouble is not None:
                return done
        for report_id in due:
            done = self._send_one(client, report_id, done)
            if done.trouble is not None:
                break
        return done

    def _send_together(
        self, client: HubClient, due: list[wire.ReportId], done: Round
    ) -> tuple[list[wire.ReportId], Round]:
        """Send what may travel in parcels; return what is left to send alone."""
        left = list(due)
        entries = {entry.id: entry for entry in self._outbox.entries(model.Waiting)}
        waiting = [entries[one] for one in due if one in entries and _may_travel(entries[one])]
        for start in range(0, len(waiting) - 1, wire.MAX_SENT_REPORTS):
            chosen = waiting[start : start + wire.MAX_SENT_REPORTS]
            tried = [
                entry
                for one in chosen[: client.fitting(chosen)]
                if (entry := self._attempt(one.id)) is not None
            ]
            answers = client.deliver_together(tried, self._clock.now()) if tried else {}
            for entry in tried:
                answer = answers if isinstance(answers, Postponed) else answers.get(entry.id)
                if answer is not None:
                    left.remove(entry.id)
                    done = self._settle(entry, answer, done)
            if done.trouble is not None:
                break
        return left, done

    def _due(self, *, is_asked: bool) -> list[wire.ReportId]:
        """Return what leaves now. What failed often comes last: one report never holds the others back."""
        now = self._clock.now()
        waiting = [
            (entry.state.attempts, entry.written_at, entry.id)
            for entry in self._outbox.entries(model.Waiting)
            if isinstance(entry.state, model.Waiting) and (is_asked or model.is_due(entry.state, now))
        ]
        return [report_id for _attempts, _written_at, report_id in sorted(waiting)]

    @property
    def has_due(self) -> bool:
        """Whether something could leave now."""
        return not isinstance(self.hub, NoHub) and bool(self._due(is_asked=False))

    def _send_one(self, client: HubClient | Open311Client, report_id: wire.ReportId, done: Round) -> Round:
        entry = self._attempt(report_id)
        return done if entry is None else self._settle(entry, client.deliver(entry, self._clock.now()), done)

    def _attempt(self, report_id: wire.ReportId) -> Entry | None:
        """Count a try before the network is touched; ``None`` when the report was withdrawn meanwhile."""
        try:
            return self._change_if_there(report_id, model.attempted)
        except model.NotNowError:
            return None

    def _settle(
        self, entry: Entry, answer: Delivered | Registered | Refused | Postponed, done: Round
    ) -> Round:
        """Keep what became of a try."""
        now = self._clock.now()
        match answer:
            case Delivered(signed=signed, key_id=key_id):
                return self._arrived(entry.id, now, model.Receipt(signed), key_id, done)
            case Registered(service_request_id=number):
                return self._arrived(entry.id, now, model.ServiceRequest(number), "", done)
            case Refused(code=code, field=field):
                self._outbox.change(entry.id, lambda one: model.refused(one, now, code, field))
                return done._replace(refused=done.refused + 1)
            case Postponed():
                return self._postpone(entry, answer, done)

    def _arrived(
        self, report_id: wire.ReportId, now: datetime, proof: model.Proof, key_id: str, done: Round
    ) -> Round:
        self._outbox.change(report_id, lambda one: model.arrived(one, now, proof, key_id))
        return done._replace(sent=done.sent + 1)

    def _postpone(self, entry: Entry, answer: Postponed, done: Round) -> Round:
        assert isinstance(entry.state, model.Waiting)
        pause = model.pause(entry.state.attempts, self._share(), timedelta(seconds=answer.retry_seconds))
        due_at = self._clock.now() + pause
        self._outbox.change(
            entry.id, lambda one: model.postponed(one, due_at, answer.trouble, answer.reference)
        )
        if answer.trouble is model.Trouble.NOT_YET:
            # The server is there: the next report may leave.
            return done._replace(has_news=True)
        return done._replace(trouble=answer.trouble, pause=pause)

    def _ask_all(self, server: Open311Client, done: Round) -> Round:
        """Ask what became of the last reports that an Open311 server has, as far as it said them open."""
        numbers = [
            (entry.id, proof.service_request_id, proof.is_open)
            for entry in self._outbox.entries(model.Sent)
            if isinstance(entry.state, model.Sent)
            and isinstance(proof := entry.state.proof, model.ServiceRequest)
            and proof.is_open is not False
        ]
        for report_id, number, was_open in numbers[-_ASKED:]:
            answer = server.is_open(number, self._clock.now())
            match answer:
                case bool():
                    if answer is not was_open:
                        self._change_if_there(report_id, partial(model.seen_there, is_open=answer))
                        done = done._replace(has_news=True)
                case Refused():
                    # It is there no more, or in a state that the standard does not know.
                    continue
                case Postponed(trouble=trouble, retry_seconds=seconds):
                    pause = model.pause(1, self._share(), timedelta(seconds=seconds))
                    return done._replace(trouble=trouble, pause=pause)
        return done

    def _say_all(self, client: HubClient, done: Round) -> Round:
        for entry in self._outbox.entries(model.Sent):
            said = entry.said
            if said is None or said.is_delivered or said.refusal is not None:
                continue
            outcome = wire.Outcome(
                version=1, report_id=entry.id, revision=said.revision, verdict=said.verdict
            )
            answer = client.say(outcome, self._clock.now())
            match answer:
                case None:
                    self._outbox.change(entry.id, partial(follow_up.heard, said=said))
                case Refused(code=code):
                    why = code or wire.ProblemCode.NOT_EXPECTED
                    self._outbox.change(entry.id, partial(follow_up.heard, said=said, refusal=why))
                case Postponed(trouble=trouble, retry_seconds=seconds):
                    return done._replace(
                        trouble=trouble, pause=model.pause(1, self._share(), timedelta(seconds=seconds))
                    )
            done = done._replace(has_news=True)
        return done

    def _read_feed(self, client: HubClient, hub: Desk | OpenHub, done: Round) -> Round:
        asked_at = self._clock.now()
        answer = client.follow_up(self._feed.tag(hub.hub_key), asked_at)
        done = self._heard_as(answer, done)
        match answer:
            case NotChanged():
                self._feed.keep_again(hub.hub_key, self._clock.today())
                return done
            case Refused(code=code):
                return done._replace(refusal=code or wire.ProblemCode.NOT_EXPECTED)
            case Postponed(trouble=trouble, retry_seconds=seconds):
                pause = model.pause(1, self._share(), timedelta(seconds=seconds))
                return done._replace(trouble=trouble, pause=pause)
            case Feed(signed=signed, tag=tag):
                try:
                    return self._take(signed, hub, tag, asked_at, done)
                except UserError as error:
                    if error.cause is not Cause.FEED_OLD:
                        raise
                    return done._replace(trouble=model.Trouble.NOT_THE_HUB, pause=model.FIRST_PAUSE)

    def _heard_as(self, answer: Feed | NotChanged | Refused | Postponed, done: Round) -> Round:
        """Keep whether the hub still knows this desk: a page shows it as soon as it changes."""
        if isinstance(answer, Postponed):
            return done
        before = self._refusal
        self._refusal = (
            (answer.code or wire.ProblemCode.NOT_EXPECTED) if isinstance(answer, Refused) else None
        )
        return done._replace(has_news=done.has_news or self._refusal != before)

    def _take(
        self, signed: wire.SignedFollowUp, hub: Desk | OpenHub, tag: str, asked_at: datetime, done: Round
    ) -> Round:
        # Never held while the network is asked: a feed brought by hand does not wait for a hub.
        with self._taking:
            self._feed.check(signed, hub.hub_key)
            # The feed is kept last: a round that is cut before is done again.
            done = self._apply(signed.follow_up, hub, asked_at, done._replace(has_news=True))
            self._feed.keep(signed, hub.hub_key, self._clock.today(), tag)
            return done

    def _apply(self, feed: wire.FollowUp, hub: Desk | OpenHub, asked_at: datetime, done: Round) -> Round:
        """Keep what became of the reports of this desk, and have those that the hub lost leave again."""
        if not hub.key_id or feed.desk_key_id != hub.key_id:
            return done
        statuses = {status.report_id: status for status in feed.statuses}
        hub_key_id = wire.key_id(hub.hub_key)
        proof = model.Listed(feed.sequence, hub_key_id)
        for entry in self._outbox.entries():
            status = statuses.get(entry.id)
            if status is not None and (status != entry.status or isinstance(entry.state, model.Waiting)):
                told = partial(
                    follow_up.reported_back, status=status, at=asked_at, proof=proof, key_id=hub.key_id
                )
                self._outbox.change(entry.id, told)
            elif status is None and follow_up.is_missing(entry, feed, hub_key_id, asked_at):
                self._outbox.change(entry.id, lambda one: follow_up.lost(one, asked_at))
                done = done._replace(sent_again=done.sent_again + 1)
        return done


def _may_travel(entry: Entry) -> bool:
    """Return whether a report may be sent with others: one that fails must not hold them back for ever.

    What was never tried may, and what never found a network.
    """
    state = entry.state
    return isinstance(state, model.Waiting) and (
        state.attempts == 0 or state.trouble is model.Trouble.NO_NETWORK
    )
