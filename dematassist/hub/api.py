"""What a desk asks: to be known, to hand a report over, to read what became of it. Described in OpenAPI."""

from __future__ import annotations

import asyncio
import hashlib
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from dematassist import wire
from dematassist.hub import enrolment, feed
from dematassist.hub.database import reading, writing
from dematassist.hub.guard import BodyRefusedError, read_body
from dematassist.hub.intake import Delivery, Refused
from dematassist.hub.moments import now_ms
from dematassist.hub.openapi import description
from dematassist.hub.problems import problem
from dematassist.hub.queue import BUSY_SECONDS
from dematassist.wire import ProblemCode as Code

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sqlalchemy.engine import Engine
    from starlette.requests import Request

    from dematassist.hub.intake import Answer, Checked
    from dematassist.hub.queue import IntakeQueue
    from dematassist.hub.settings import Settings

    _Endpoint = Callable[[Request], Awaitable[Response]]

MessageT = TypeVar("MessageT", bound=wire.Message)
_JSON = "application/json"


class RefusedError(Exception):
    """A request is refused, for this reason."""

    def __init__(self, code: Code, field: str = "", retry_seconds: int = 0) -> None:
        self.code = code
        self.field = field
        self.retry_seconds = retry_seconds
        super().__init__(code.value)


def in_plain_words(endpoint: _Endpoint) -> _Endpoint:
    """Have refusals of an endpoint answered as problem+json."""

    @wraps(endpoint)
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RefusedError as error:
            return problem(request, error.code, field=error.field, retry_seconds=error.retry_seconds)
        except BodyRefusedError as error:
            answer = problem(request, error.code)
            # What is left of the body will not be read.
            answer.headers["Connection"] = "close"
            return answer

    return answered


def routes() -> list[Route]:
    """Return the routes of desks."""
    return [
        Route("/v1/reports", in_plain_words(take_report), methods=["POST"]),
        Route("/v1/parcels", in_plain_words(take_parcel), methods=["POST"]),
        Route("/v1/reports/{report_id}/outcome", in_plain_words(take_outcome), methods=["POST"]),
        Route("/v1/desks", in_plain_words(enrol), methods=["POST"]),
        Route("/v1/follow-up", in_plain_words(follow_up), methods=["GET"]),
        Route("/openapi.json", openapi, methods=["GET"]),
    ]


async def take_report(request: Request) -> Response:
    """Keep one report; the receipt is sent when it is on the disk."""
    report = await message(request, wire.Report)
    if request.headers.get(wire.IDEMPOTENCY_HEADER, "") != report.report_id:
        raise RefusedError(Code.KEY_MISMATCH)
    intake = intake_of(request)
    (answer,) = await kept(intake, intake.check([Delivery(report, *credentials(request))]))
    if isinstance(answer, Refused):
        raise RefusedError(answer.code, retry_seconds=answer.retry_seconds)
    return Response(
        wire.canonical(intake.signed(answer.receipt)),
        status_code=201 if answer.is_new else 200,
        media_type=_JSON,
        headers={"Cache-Control": "no-store"},
    )


async def take_parcel(request: Request) -> Response:
    """Keep reports that come together, each as if it came alone; each has its own answer."""
    parcel = await message(request, wire.Parcel, wire.MAX_SENT_BYTES)
    if len(parcel.reports) > wire.MAX_SENT_REPORTS:
        raise RefusedError(Code.TOO_LARGE)
    intake = intake_of(request)
    deliveries = [Delivery(one.report, one.key_id, one.signature) for one in parcel.reports]
    answers = await kept(intake, await intake.beside(lambda: intake.check(deliveries)))
    if answers and all(isinstance(one, Refused) and one.code is Code.BUSY for one in answers):
        raise RefusedError(Code.BUSY, retry_seconds=BUSY_SECONDS)

    def said() -> bytes:
        handled = (
            wire.Handled(
                report_id=one.report.report_id, refusal=answer.code, retry_seconds=answer.retry_seconds
            )
            if isinstance(answer, Refused)
            else wire.Handled(report_id=one.report.report_id, receipt=intake.signed(answer.receipt))
            for one, answer in zip(deliveries, answers, strict=True)
        )
        return wire.canonical(wire.ParcelAnswer(version=1, handled=tuple(handled)))

    return Response(await intake.beside(said), media_type=_JSON, headers={"Cache-Control": "no-store"})


async def kept(intake: IntakeQueue, deliveries: Sequence[Checked]) -> tuple[Answer, ...]:
    """Return the answer to each delivery, once what is kept is on the disk."""
    # Once read, a report is kept even when its sender goes away: the queue has it.
    return await asyncio.shield(asyncio.wrap_future(intake.put(deliveries)))


async def take_outcome(request: Request) -> Response:
    """Keep what the sender of a report says of its correction."""
    outcome = await message(request, wire.Outcome)
    if outcome.report_id != request.path_params["report_id"]:
        raise RefusedError(Code.NOT_EXPECTED, "report_id")

    def say() -> Code | None:
        with writing(engine_of(request)) as connection:
            return feed.say_outcome(connection, outcome, *credentials(request), now_ms())

    refusal = await run_in_threadpool(say)
    if refusal:
        raise RefusedError(refusal)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


async def enrol(request: Request) -> Response:
    """Make a desk known."""
    asked = await message(request, wire.Enrolment)

    def do() -> wire.Enrolled | None:
        with writing(engine_of(request)) as connection:
            return enrolment.enrol(connection, asked, settings_of(request).name, now_ms())

    enrolled = await run_in_threadpool(do)
    if enrolled is None:
        raise RefusedError(Code.CODE)
    return Response(
        wire.canonical(enrolled), status_code=201, media_type=_JSON, headers={"Cache-Control": "no-store"}
    )


async def follow_up(request: Request) -> Response:
    """Give the signed feed, or say that it has not changed."""
    key_id, signature = credentials(request)

    def build() -> wire.SignedFollowUp | Code:
        with reading(engine_of(request)) as connection:
            refusal = feed.is_asked_by(connection, key_id, signature) if key_id else None
            return refusal or feed.follow_up(connection, settings_of(request).name, key_id, now_ms())

    signed = await run_in_threadpool(build)
    if isinstance(signed, Code):
        raise RefusedError(signed)
    body = wire.canonical(signed)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": wire.DESK_KEY_HEADER}
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in asked:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_JSON, headers=headers)


async def openapi(_request: Request) -> Response:
    """Give the description of what desks may ask."""
    return Response(description(), media_type=_JSON)


async def message(request: Request, kind: type[MessageT], max_bytes: int = wire.MAX_BYTES) -> MessageT:
    """Return the message that a request carries."""
    raw = await read_body(request, settings_of(request).limits.body_seconds, max_bytes)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        raise RefusedError(Code.NOT_JSON)
    try:
        return wire.decode(raw, kind, max_bytes=max_bytes)
    except wire.MessageError as error:
        raise RefusedError(error.code, error.field) from None


def credentials(request: Request) -> tuple[str, str]:
    """Return the key id and the signature that a request carries; empty without a desk."""
    headers = request.headers
    return headers.get(wire.DESK_KEY_HEADER, ""), headers.get(wire.DESK_SIGNATURE_HEADER, "")


def engine_of(request: Request) -> Engine:
    """Return the database."""
    engine: Engine = request.app.state.engine
    return engine


def intake_of(request: Request) -> IntakeQueue:
    """Return what keeps reports."""
    intake: IntakeQueue = request.app.state.intake
    return intake


def settings_of(request: Request) -> Settings:
    """Return what the hub was told when it started."""
    settings: Settings = request.app.state.settings
    return settings
