"""A kind of paper, frozen, with no I/O."""

from __future__ import annotations

import msgspec


class PaperKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper. Texts are empty when we do not know."""

    id: str
    lang: str
    name: str
    other_names: tuple[str, ...] = ()
    looks_like: str = ""
    where_to_get: str = ""
