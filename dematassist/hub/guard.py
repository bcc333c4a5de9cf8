"""What stands before every request: what browsers are told, and how large and slow a body may be."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dematassist import wire

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


_MAX_DRAINED = 4 * 1024 * 1024
"""How much of a body that is too large is thrown away before hanging up."""


class BrowserHeaders:
    """Tells browsers to load nothing from elsewhere, run nothing and tell nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with our headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyRefusedError(Exception):
    """A body that is too large or too slow."""

    def __init__(self, code: wire.ProblemCode) -> None:
        self.code = code
        super().__init__(code.value)


async def read_body(request: Request, seconds: float, max_bytes: int = wire.MAX_BYTES) -> bytes:
    """Return the body of a request, read within this time. ``BodyRefusedError`` when it is too much."""
    try:
        return await asyncio.wait_for(_read(request, max_bytes), seconds)
    except asyncio.TimeoutError:
        raise BodyRefusedError(wire.ProblemCode.TOO_SLOW) from None


async def _read(request: Request, max_bytes: int) -> bytes:
    body, received = bytearray(), 0
    async for part in request.stream():
        received += len(part)
        if received <= max_bytes:
            body += part
        # Read on for a while: who is still sending would not hear our answer.
        elif received > _MAX_DRAINED:
            break
    if received > max_bytes:
        raise BodyRefusedError(wire.ProblemCode.TOO_LARGE)
    return bytes(body)
