"""``dematassist file code``: what the official square code of a paper says, and whether it is genuine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE, FAILED
from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from dematassist.papers.two_d_doc.model import Code, Verdict
    from dematassist.papers.two_d_doc.trust import Trust
    from dematassist.system.paths import Paths

_PAGES = 10


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the command."""
    text = _(
        "Read the official square code (2D-Doc) of a paper: kind, holder, address, days. It is “verified” "
        "only when its signature holds, with the list of trust of the State that you bring. "
        "Nothing is downloaded."
    )
    code = commands.add_parser("code", help=text, description=text)
    code.add_argument("input", metavar="IN", help=_("a PDF file or a picture"))
    code.add_argument(
        *("--trust",),
        action="append",
        default=[],
        metavar="PATH",
        help=_(
            "list of trust (tsl_signed.xml), certificates of signers, lists of withdrawn ones, or a folder "
            "of them; "
            "the folder “2d-doc” of the program when absent"
        ),
    )
    code.add_argument("--json", action="store_true", help=_("write JSON"))
    code.set_defaults(run=_code)


def _code(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.copies.codes import find_codes
    from dematassist.copies.sources import read_source
    from dematassist.papers.two_d_doc.reading import UnreadableCode, read_code
    from dematassist.papers.two_d_doc.trust import verify

    trust = _trust(given.trust, where)
    source = read_source(Path(given.input))
    found: list[tuple[int, Code, Verdict]] = []
    for page, content in find_codes(source, _PAGES, lambda _done, _total: None):
        try:
            code = read_code(content)
        except UnreadableCode:
            continue
        found.append((page, code, verify(code, trust)))
    if not found:
        raise UserError(Cause.CODE_NOT_FOUND, path=given.input)
    if given.json:
        print(json.dumps([_as_json(*one) for one in found], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(_lines(*one)) for one in found))
    return FAILED if any(_word(verdict) == "refused" for _page, _code, verdict in found) else DONE


def _trust(given: Sequence[str], where: Paths) -> Trust | None:
    """Read what was brought; nothing when there is nothing. Raises ``UserError``."""
    places = [Path(path) for path in given] or ([where.trust] if where.trust.is_dir() else [])
    if not places:
        return None
    from dematassist.papers.two_d_doc.trust_files import trust_in

    return trust_in(places)


def _word(verdict: Verdict) -> str:
    return type(verdict).__name__.lower()


def _as_json(page: int, code: Code, verdict: Verdict) -> dict[str, object]:
    from dematassist.papers.two_d_doc.meaning import datum_name, meaning
    from dematassist.papers.two_d_doc.model import Unverified
    from dematassist.papers.two_d_doc.reading import day_of

    said = meaning(code)
    return {
        "page": page,
        "verdict": _word(verdict),
        "doubt": verdict.doubt.value if isinstance(verdict, Unverified) else None,
        "signer": None if isinstance(verdict, Unverified) else verdict.signer,
        "authority": code.header.authority,
        "certificate": code.header.certificate,
        "type": code.header.kind,
        "type_name": said.type_name or None,
        "paper_kind": said.paper_kind or None,
        "holder": said.holder or None,
        "address": said.address or None,
        "issued_on": said.issued_on.isoformat() if said.issued_on else None,
        "signed_on": code.header.signed_on.isoformat() if code.header.signed_on else None,
        "expires_on": said.expires_on.isoformat() if said.expires_on else None,
        "data": [
            {
                "id": datum.id,
                "name": datum_name(datum),
                "value": day.isoformat() if (day := day_of(datum)) else datum.value,
                "is_cut": datum.is_cut,
            }
            for datum in code.data
        ],
    }


def _lines(page: int, code: Code, verdict: Verdict) -> Iterator[str]:
    from dematassist.ui.code_words import code_lines

    yield _("Page {n}").format(n=page)
    yield from code_lines(code, verdict)
