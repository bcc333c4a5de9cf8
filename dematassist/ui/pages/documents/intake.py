"""Papers on their way into the folder: their square code read, then sealed, one after the other. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist.copies.codes import find_codes
from dematassist.copies.sources import Source, read_source
from dematassist.errors import UserError
from dematassist.papers.two_d_doc.meaning import meaning
from dematassist.papers.two_d_doc.model import Verified
from dematassist.papers.two_d_doc.reading import UnreadableCode, read_code
from dematassist.papers.two_d_doc.trust import verify
from dematassist.vault.documents import AlreadyThere
from dematassist.vault.model import DocumentFacts, OfficialCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from dematassist.papers.two_d_doc.trust import Trust
    from dematassist.vault.model import Document
    from dematassist.vault.space import Space

_CODE_PAGES = 3
MAX_FILES = 200
"""Of one folder: more is seldom meant."""


class Intake(NamedTuple):
    """What came of each file."""

    added: tuple[Document, ...]
    already_there: tuple[Document, ...]
    refused: tuple[UserError, ...]
    documents: tuple[Document, ...]
    """Everything that is in the folder now."""
    kept: tuple[Path, ...]
    """The files given whose content is in the folder now."""


def add_all(
    space: Space, given: Sequence[Path | Source], trust: Trust | None, report: Callable[[int, int], object]
) -> Intake:
    """Add each file. One that is refused does not stop the others; what is kept stays."""
    added: list[Document] = []
    there: list[Document] = []
    refused: list[UserError] = []
    files: list[Path] = []
    for number, one in enumerate(given):
        report(number, len(given))

        def still(_done: int, _total: int, at: int = number) -> None:
            report(at, len(given))

        try:
            facts = facts_of(one, trust, still)
            if isinstance(one, Source):
                kept = space.add_content(one.content, one.path, facts, still)
            else:
                kept = space.add(one, facts, still)
        except UserError as error:
            refused.append(error)
            continue
        (there if isinstance(kept, AlreadyThere) else added).append(kept.document)
        if not isinstance(one, Source):
            files.append(one)
    return Intake(tuple(added), tuple(there), tuple(refused), space.documents(), tuple(files))


def one_paper(
    pages: Sequence[Source], name: str, fonts: Path, report: Callable[[int, int], object]
) -> Source:
    """Return photographs or scans of one paper as one PDF, upright, in order. Raises ``UserError``."""
    from dematassist.copies.model import MAX_SOURCE_BYTES, Format, Order
    from dematassist.copies.preparing import prepare

    order = Order(format=Format.PDF, max_bytes=MAX_SOURCE_BYTES)
    made = prepare(tuple(pages), order, fonts, report)
    return Source(name, "PDF", made.files[0])


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return files as they are, and the files of folders, in order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        else:
            found.append(path)
    return tuple(found[:MAX_FILES])


def read_again(
    facts: DocumentFacts, source: Source, trust: Trust, report: Callable[[int, int], object]
) -> DocumentFacts:
    """Return what is said of a paper, where its official code now says for itself what it says."""
    read = facts_of(source, trust, report)
    return msgspec.structs.replace(
        facts,
        official_code=read.official_code,
        kind=read.kind or facts.kind,
        holder=read.holder or facts.holder,
        issued=read.issued or facts.issued,
        expires=read.expires or facts.expires,
    )


def facts_of(one: Path | Source, trust: Trust | None, report: Callable[[int, int], object]) -> DocumentFacts:
    """Return what the official square code of a paper says of it, when it has one."""
    try:
        source = one if isinstance(one, Source) else read_source(one)
        found = find_codes(source, _CODE_PAGES, report)
    except UserError:
        # What cannot be drawn may be kept all the same: the folder has its own rules.
        return DocumentFacts()
    for _page, content in found:
        try:
            code = read_code(content)
        except UnreadableCode:
            continue
        said = meaning(code)
        is_verified = isinstance(verify(code, trust), Verified)
        return DocumentFacts(
            kind=said.paper_kind,
            title=said.type_name,
            holder=said.holder,
            issued=said.issued_on,
            expires=said.expires_on,
            official_code=OfficialCode.VERIFIED if is_verified else OfficialCode.UNVERIFIED,
        )
    return DocumentFacts()
