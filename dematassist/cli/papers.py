"""``dematassist papers``: the kinds of paper, what each looks like, where to get it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE
from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse

    from dematassist.guides.library import Library
    from dematassist.papers.model import PaperKind
    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of papers."""
    papers = commands.add_parser("papers", help=_("Know the papers that procedures ask for."))
    ours = papers.add_subparsers(metavar=_("COMMAND"), required=True)
    listing = ours.add_parser("list", help=_("List the kinds of paper."))
    listing.set_defaults(run=_list)
    showing = ours.add_parser("show", help=_("Say what a paper looks like and where to get it."))
    showing.add_argument("id", help=_("the id of the kind of paper"))
    showing.set_defaults(run=_show)
    for command in (listing, showing):
        command.add_argument("--json", action="store_true", help=_("answer as JSON"))


def _list(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.cli.opened import library_of

    kinds = library_of(where).papers(lang)
    if given.json:
        found = [{"id": k.id, "name": k.name, "other_names": list(k.other_names)} for k in kinds]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return DONE
    for kind in kinds:
        print(f"{kind.id:34} {kind.name}")
    return DONE


def _show(given: argparse.Namespace, where: Paths, lang: str) -> int:
    from dematassist.cli.opened import library_of
    from dematassist.system.clock import SystemClock
    from dematassist.ui.pages.papers.view import kind_lines

    library = library_of(where)
    kinds = {kind.id: kind for kind in library.papers(lang)}
    if given.id not in kinds:
        raise UserError(Cause.PAPER_UNKNOWN, id=given.id)
    kind, guides = kinds[given.id], _asked_by(library, given.id, lang)
    if given.json:
        print(json.dumps(_as_json(kind, guides), ensure_ascii=False, indent=2))
        return DONE
    print(kind.name)
    if kind.other_names:
        print(_("Also called: {names}.").format(names=", ".join(kind.other_names)))
    print("\n".join(kind_lines(kind, kinds, SystemClock().today())))
    if guides:
        print(_("Asked for by these guides: {ids}.").format(ids=", ".join(guides)))
    return DONE


def _asked_by(library: Library, paper_id: str, lang: str) -> tuple[str, ...]:
    guides = (library.guide(entry.id, lang) for entry in library.guides(lang))
    return tuple(guide.id for guide in guides if any(need.id == paper_id for need in guide.papers))


def _as_json(kind: PaperKind, guides: tuple[str, ...]) -> dict[str, object]:
    import msgspec

    return {**msgspec.to_builtins(kind), "asked_by": list(guides)}
