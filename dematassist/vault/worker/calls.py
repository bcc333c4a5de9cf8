"""What comes with each request to the worker, and what goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Call(NamedTuple):
    """How to tell how far the work is, which raises when the person stopped it; what followed the line."""

    report: Callable[[int, int], None]
    content: bytes = b""


class Reply(NamedTuple):
    """The value that answers a request, and the bytes that follow it."""

    value: object
    after: bytes = b""
