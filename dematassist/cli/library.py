"""``dematassist library``: official sheets taken in, told, compared, removed; the words of one's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli.door import DONE, FAILED, WRONG_USE
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse

    from dematassist.guides.official.store import What
    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of the official sheets."""
    library = commands.add_parser("library", help=_("Keep the official sheets of the State here."))
    ours = library.add_subparsers(metavar=_("COMMAND"), required=True)
    taking = ours.add_parser("import", help=_("Take in an archive of official sheets."))
    taking.add_argument(
        "file",
        nargs="?",
        help=_("the archive (zip), or the folder it was unpacked in; without it, the one that was cut short"),
    )
    taking.set_defaults(run=_import)
    for name, text, run in (
        ("status", _("Say what official sheets are here, and how old they are."), _status),
        ("changes", _("List the sheets that the last import changed."), _changes),
    ):
        command = ours.add_parser(name, help=text)
        command.add_argument("--json", action="store_true", help=_("answer as JSON"))
        command.set_defaults(run=run)
    removing = ours.add_parser("remove", help=_("Remove the official sheets from this computer."))
    removing.set_defaults(run=_remove)
    synonyms = ours.add_parser("synonyms", help=_("List the words of your own, or add some."))
    synonyms.add_argument(
        "--add", nargs=2, metavar=(_("SAID"), _("MEANS")), help=_("what people say, and what it means")
    )
    synonyms.add_argument("--json", action="store_true", help=_("answer as JSON"))
    synonyms.set_defaults(run=_synonyms)


def _import(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.guides.lexicon import read_lexicon
    from dematassist.guides.official.begun import cut_short
    from dematassist.guides.official.importer import take_in
    from dematassist.guides.official.keywords import OWN, read_keywords
    from dematassist.system.clock import SystemClock

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} / {total or '…'}", end="", file=sys.stderr, flush=True)

    source = Path(given.file) if given.file else cut_short(where.official)
    if source is None:
        print(_("No import was cut short: name the archive to take in."), file=sys.stderr)
        return FAILED
    lexicon = read_lexicon(where.resources / "lexicon")
    intake = take_in(
        source,
        where.official,
        lexicon,
        SystemClock().today(),
        on_progress=tell,
        said=read_keywords(where.resources / "lexicon" / "official.fr.tsv", where.data / OWN),
    )
    if intake is None:
        return FAILED
    print(_("Official sheets taken in: {count}.").format(count=intake.sheets))
    if intake.unreadable:
        print(_("Files that could not be read: {count}.").format(count=intake.unreadable))
    return DONE


def _status(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.guides.official.begun import cut_short
    from dematassist.guides.official.store import LICENCE, PUBLISHER, open_official
    from dematassist.system.clock import SystemClock

    interrupted = cut_short(where.official)
    official = open_official(where.official)
    status, today = official.status(), SystemClock().today()
    official.close()
    if given.json:
        found = {
            "present": official.is_present,
            "edition": status.edition and status.edition.isoformat(),
            "imported_on": status.imported_on and status.imported_on.isoformat(),
            "sheets": status.sheets,
            "counts": status.counts,
            "unreadable": status.unreadable,
            "unknown_elements": status.unknown,
            "changes": status.changes,
            "is_old": status.is_old(today),
            "cut_short": str(interrupted) if interrupted else None,
            "licence": LICENCE,
            "publisher": PUBLISHER,
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return DONE
    if interrupted:
        print(_("Not taken in to the end: {file}. “library import” begins again.").format(file=interrupted))
    if not official.is_present:
        print(_("This computer has no official sheets yet."))
        print(_("The State publishes them on data.gouv.fr: “vosdroits-latest.zip”."))
        return DONE
    print(_("Official sheets here: {count}.").format(count=status.sheets))
    if status.edition:
        print(_("Edition of {day}.").format(day=f"{status.edition:%d/%m/%Y}"))
    if status.is_old(today):
        print(_("These sheets are old: amounts and rules may have changed. Import a newer archive."))
    print(_("Source: {publisher}, {licence}.").format(publisher=PUBLISHER, licence=LICENCE))
    return DONE


def _changes(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.guides.official.store import open_official

    official = open_official(where.official)
    changes = official.changes()
    official.close()
    if given.json:
        found = [{**change._asdict(), "what": change.what.value} for change in changes]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return DONE
    for change in changes:
        print(f"{_said(change.what):10} {change.id:8} {change.title}")
    if not changes:
        print(_("The last import changed no sheet."))
    return DONE


def _said(what: What) -> str:
    from dematassist.guides.official.store import What

    return {What.NEW: _("new"), What.CHANGED: _("changed"), What.REMOVED: _("removed")}[what]


def _synonyms(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.guides.own_words import add_synonym, read_synonyms

    if given.add and not add_synonym(where.synonyms, *given.add):
        print(_("Write what people say, then what it means."), file=sys.stderr)
        return WRONG_USE
    found = read_synonyms(where.synonyms)
    if given.json:
        print(json.dumps([synonym._asdict() for synonym in found], ensure_ascii=False, indent=2))
        return DONE
    for synonym in found:
        print(f"{', '.join(synonym.said)} = {', '.join(synonym.means)}")
    # Translators: {path} is a file of the user's own, one line a word.
    print(_("These words are in the file {path}.").format(path=where.synonyms))
    return DONE


def _remove(_given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.system.files import explained

    with explained(where.official):
        where.official.unlink(missing_ok=True)
    print(_("The official sheets were removed. The guides work without them."))
    return DONE
