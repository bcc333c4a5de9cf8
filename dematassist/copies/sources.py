"""Reading the files a person chose, without following links or waiting on what is not a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dematassist.copies.model import MAX_ALL_SOURCES_BYTES, MAX_SOURCE_BYTES, MEGABYTE
from dematassist.errors import Cause, UserError
from dematassist.system.sources import explained_source, kind_of, open_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Source(NamedTuple):
    """A file as it was when it was read. ``kind`` is PDF, JPEG, PNG, TIFF or WEBP."""

    path: str
    kind: str
    content: bytes


def read_sources(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Read every file. Raises ``UserError`` about the first that cannot be used."""
    sources: list[Source] = []
    for path in paths:
        sources.append(read_source(path))
        if sum(len(source.content) for source in sources) > MAX_ALL_SOURCES_BYTES:
            raise UserError(Cause.SOURCES_TOO_BIG, megabytes=str(MAX_ALL_SOURCES_BYTES // MEGABYTE))
    return tuple(sources)


def read_source(path: Path) -> Source:
    """Read one file. Raises ``UserError``: absent, not a file, a link, empty, too big, of no known kind."""
    content = _content(path)
    return Source(str(path), source_kind(content, str(path)), content)


def source_kind(content: bytes, path: str) -> str:
    """Tell the kind by what is written inside. Raises ``UserError`` when no copy is made of it."""
    kind = kind_of(content)
    if kind == "HEIC":
        raise UserError(Cause.SOURCE_HEIC, path=path)
    if not kind:
        raise UserError(Cause.SOURCE_KIND_UNKNOWN, path=path)
    return kind


def _content(path: Path) -> bytes:
    told = {"path": str(path)}
    with explained_source(path), open_source(path) as stream:
        content = stream.read(MAX_SOURCE_BYTES + 1)
    if not content:
        raise UserError(Cause.SOURCE_EMPTY, **told)
    if len(content) > MAX_SOURCE_BYTES:
        raise UserError(Cause.SOURCE_TOO_BIG, megabytes=str(MAX_SOURCE_BYTES // MEGABYTE), **told)
    return content
