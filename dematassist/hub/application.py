"""The composition of the hub: what answers each address, and what is opened and closed with it."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from dematassist.hub import api, coordination, pages
from dematassist.hub.database import changed, open_database, writing
from dematassist.hub.guard import BrowserHeaders
from dematassist.hub.moments import now_ms
from dematassist.hub.problems import problem, said_of
from dematassist.hub.queue import IntakeQueue
from dematassist.wire import ProblemCode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from dematassist.hub.settings import Settings

_LOG = logging.getLogger("dematassist.hub")
_METHOD_NOT_ALLOWED = 405


def application(settings: Settings) -> Starlette:
    """Return the hub, with its database open while it serves."""

    @asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        app.state.engine = open_database(settings.database_url)
        with writing(app.state.engine) as connection:
            # Perhaps an old copy of the database was put back: desks see a newer feed, and what it lacks.
            changed(connection, now_ms())
        app.state.intake = IntakeQueue(app.state.engine, settings.limits)
        try:
            yield
        finally:
            app.state.intake.close()
            app.state.engine.dispose()

    app = Starlette(
        routes=[*api.routes(), *pages.routes(), *coordination.routes()],
        lifespan=opened,
        middleware=[Middleware(BrowserHeaders)],
        exception_handlers={HTTPException: _not_served, Exception: _broken},
    )
    app.state.settings = settings
    app.state.failed_logins = {}
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    """Answer what no route answers."""
    assert isinstance(error, HTTPException)
    if error.status_code == _METHOD_NOT_ALLOWED:
        return problem(request, ProblemCode.METHOD, allow=(error.headers or {}).get("Allow", ""))
    return pages.not_found(request)


async def _broken(request: Request, error: Exception) -> Response:
    """Answer a bug of ours."""
    _LOG.error("%s", said_of(error))
    return problem(request, ProblemCode.BROKEN, retry_seconds=60)
