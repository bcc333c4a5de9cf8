"""Serving: the protocol that closes slow senders, and nothing logged of who asks."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from starlette.applications import Starlette

    from dematassist.hub.settings import Settings


def protocol(header_seconds: float) -> type[H11Protocol]:
    """Return HTTP as uvicorn speaks it, that hangs up on who has not sent the headers in this time."""

    class PatientOnce(H11Protocol):
        """Counts the time from the first byte of a request to its last header."""

        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._deadline = self.loop.call_later(header_seconds, self._hang_up)

        def data_received(self, data: bytes) -> None:
            if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
                self._deadline = self.loop.call_later(header_seconds, self._hang_up)
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._rest()

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            super().connection_lost(exc)

        def _rest(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

        def _hang_up(self) -> None:
            self._deadline = None
            if not self.transport.is_closing():
                self.transport.close()

    return PatientOnce


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that waits for requests at this address; port 0 takes a free one."""
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # Without it, the end of each answer waits 40 ms for the other side. asyncio sets it only on sockets that
    # name their protocol, and those accepted here do not.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def server(app: Starlette, settings: Settings, on_ready: Callable[[], object]) -> uvicorn.Server:
    """Return a server that keeps no trace of addresses: no access log, no forwarded headers."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol(settings.limits.header_seconds),
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="error",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=settings.limits.connections,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=32 * 1024,
    )
    return _Server(config, on_ready)
