"""``dematassist space``: the encrypted folder of one's documents, without a window."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli import records, secrets
from dematassist.cli.door import DONE, FAILED
from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from dematassist.system.paths import Paths
    from dematassist.vault.model import Document
    from dematassist.vault.space import Space
    from dematassist.vault.states import RecoverySheet, Unlocked

_SHORTEST_ID = 4
_INTERRUPTED = 130
"""What a shell expects of a program stopped by Ctrl-C."""


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of the encrypted folder."""
    space = commands.add_parser("space", help=_("Keep documents in an encrypted folder."))
    ours = space.add_subparsers(metavar=_("COMMAND"), required=True)

    def command(name: str, text: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = ours.add_parser(name, help=text, description=text)
        made.add_argument(
            *("--folder",),
            metavar="FOLDER",
            help=_("where the encrypted folder is, or will be (yours when absent)"),
        )
        secrets.add_option(made)
        made.set_defaults(run=_interruptible(run))
        return made

    command("create", _("Create the encrypted folder, with its recovery sheet."), _create)
    add = command("add", _("Keep files in it. The originals are not touched."), _add)
    add.add_argument("files", nargs="+", metavar="FILE", help=_("the files to keep"))
    listing = command("list", _("List its documents."), _list)
    listing.add_argument("text", nargs="*", help=_("only those that have these words"))
    listing.add_argument("--trash", action="store_true", help=_("those in the trash"))
    listing.add_argument("--json", action="store_true", help=_("answer as JSON"))
    kept = command("walks", _("List the walks that are kept in it."), _walks)
    kept.add_argument("--json", action="store_true", help=_("answer as JSON"))
    kept.add_argument(
        "--move-in",
        action="store_true",
        help=_("first put there the walks and the appointments of this computer, all of them"),
    )
    prepared = command("appointments", _("List the appointments that are kept in it."), _appointments)
    prepared.add_argument("--json", action="store_true", help=_("answer as JSON"))
    for name, text, run in (
        ("show", _("Say what is known of a document."), _show),
        ("get", _("Write a document to a file that opens without a password."), _get),
        ("remove", _("Put a document in the trash, for thirty days."), _remove),
        ("restore", _("Take a document out of the trash."), _restore),
    ):
        one = command(name, text, run)
        one.add_argument("id", help=_("the id of the document, or its beginning"))
        if name == "get":
            one.add_argument(*("-o", "--output"), required=True, metavar="OUT", help=_("where to write"))
    deposit = command("deposit", _("Leave files in it without opening it, for its owner."), _deposit)
    deposit.add_argument("files", nargs="+", metavar="FILE", help=_("the files to leave"))
    export = command("export", _("Write everything to one file, which opens without this program."), _export)
    export.add_argument(*("-o", "--output"), required=True, metavar="OUT", help=_("where to write"))
    export.add_argument("--sealed", action="store_true", help=_("sealed by a password, which is asked"))
    back = command("import", _("Take back everything of such a file."), _import)
    back.add_argument("file", metavar="FILE", help=_("the file to take back"))
    back.add_argument("--sealed", action="store_true", help=_("it is sealed by a password, which is asked"))
    command("verify", _("Open every document, and say which are damaged."), _verify)
    recover = command("recover", _("Open it with the recovery sheet, and choose another password."), _recover)
    recover.add_argument(
        "--key", action="store_true", help=_("with the line of the square code instead of the twelve words")
    )
    command("password", _("Change its password."), _password)
    command("rekey", _("Change its key and its sheet, when a sheet was lost or stolen."), _rekey)


def _interruptible(run: Callable[..., int]) -> Callable[..., int]:
    """Return the same command, which a person stops with Ctrl-C: what was saved is saved."""

    def command(given: argparse.Namespace, where: Paths, lang: str) -> int:
        try:
            return run(given, where, lang)
        except KeyboardInterrupt:
            print(_("Stopped. What was saved is saved."), file=sys.stderr)
            return _INTERRUPTED

    return command


def _space(given: argparse.Namespace, where: Paths) -> Space:
    from dematassist.vault.space import Space

    return Space(Path(given.folder) if given.folder else where.spaces)


def _with_open(
    given: argparse.Namespace, where: Paths, do: Callable[[Space, str, secrets.Asking], int]
) -> int:
    """Open the space with its password, do it, and lock."""
    asking = secrets.asking(given)
    space = _space(given, where)
    # Said before anything is asked.
    space.folder  # noqa: B018
    password = asking.secret(_("Password:"))
    try:
        _say(space.open(password, _progress))
        return do(space, password, asking)
    finally:
        space.lock()


def _create(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.vault.passphrase import offered

    asking = secrets.asking(given)
    space = _space(given, where)
    space.require_none()
    offer = offered()
    print(_("Suggested password: {password}").format(password=offer.text))
    print(_("Leave the line empty to take it, or type your own."))
    try:
        sheet = space.prepare(asking.twice(_("Password:")) or offer.text)
        _print_sheet(sheet)
        space.create(_asked(sheet, asking))
    finally:
        space.lock()
    print(_("Created: {path}").format(path=space.folder))
    return DONE


def _print_sheet(sheet: RecoverySheet) -> None:
    print(_("Recovery sheet. Copy it on paper, and keep it away from the computer."))
    for number, word in enumerate(sheet.words, 1):
        print(f"{number:>4}. {word}")
    print(_("Recovery key: {key}").format(key=sheet.identity))
    print(
        _("Without the password and without this sheet, the documents are lost: nobody can open them."),
        flush=True,
    )


def _asked(sheet: RecoverySheet, asking: secrets.Asking) -> tuple[str, ...]:
    question = _("Word number {number} of the sheet:")
    return tuple(asking.secret(question.format(number=number)) for number in sheet.asked)


def _add(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        from dematassist.ui.problems import problem
        from dematassist.vault.documents import AlreadyThere

        status = DONE
        for name in given.files:
            try:
                added = space.add(Path(name), report=_progress)
            except UserError as error:
                # One file that is refused must not stop the others.
                print(problem(error), file=sys.stderr)
                status = FAILED
                continue
            text = (
                _("Already there: {id}  {name}")
                if isinstance(added, AlreadyThere)
                else _("Kept: {id}  {name}")
            )
            print(text.format(id=added.document.id, name=added.document.shown_name))
        return status

    return _with_open(given, where, do)


def _list(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        text = " ".join(given.text)
        documents = space.trash() if given.trash else space.search(text) if text else space.documents()
        if given.json:
            _print_json(documents)
            return DONE
        for document in documents:
            print(_line(document))
        if not documents:
            print(_("No document."))
        if not (text or given.trash):
            if lines := records.walk_lines(records.walks_in(space)):
                print(_("Walks:"), *lines, sep="\n")
            if lines := records.appointment_lines(records.appointments_in(space)):
                print(_("Appointments:"), *lines, sep="\n")
        for found in space.found():
            print(_("Found, and not in the list: {path}").format(path=_visible(found.path)), file=sys.stderr)
        return DONE

    return _with_open(given, where, do)


def _walks(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        if given.move_in:
            moved = records.move_in(space, where)
            print(_("Walks put in the folder: {count}").format(count=moved.walks), file=sys.stderr)
            said = _("Appointments put in the folder: {count}")
            print(said.format(count=moved.appointments), file=sys.stderr)
        kept = records.walks_in(space)
        if given.json:
            print(json.dumps([walk._asdict() for walk in kept], ensure_ascii=False, indent=2))
        else:
            print(*(records.walk_lines(kept) or (_("No walk."),)), sep="\n")
        return DONE

    return _with_open(given, where, do)


def _appointments(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        kept = records.appointments_in(space)
        if given.json:
            _print_json(kept)
        else:
            print(*(records.appointment_lines(kept) or (_("No appointment."),)), sep="\n")
        return DONE

    return _with_open(given, where, do)


def _show(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        _print_json(_document(space, given.id))
        return DONE

    return _with_open(given, where, do)


def _get(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        space.save_copy(_document(space, given.id).id, Path(given.output), _progress)
        print(_("Written: {path}").format(path=given.output))
        return DONE

    return _with_open(given, where, do)


def _remove(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        document = _document(space, given.id)
        space.remove(document.id)
        print(_("In the trash for thirty days: {name}").format(name=document.shown_name))
        return DONE

    return _with_open(given, where, do)


def _restore(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        document = _document(space, given.id)
        space.restore(document.id)
        print(_("Out of the trash: {name}").format(name=document.shown_name))
        return DONE

    return _with_open(given, where, do)


def _verify(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, _asking: secrets.Asking) -> int:
        from dematassist.ui.problems import problem

        checked = space.verify(_progress)
        for one in checked:
            said = (
                problem(UserError(one.wrong, path=one.document.shown_name)).what if one.wrong else _("good")
            )
            print(f"{_line(one.document)}  {said}")
        if said := records.proof_of_records(space):
            print(said)
        return FAILED if any(one.wrong for one in checked) else DONE

    return _with_open(given, where, do)


def _deposit(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    space = _space(given, where)
    for name in given.files:
        space.deposit(Path(name), report=_progress)
        print(_("Left for the owner: {path}").format(path=name))
    return DONE


def _export(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, asking: secrets.Asking) -> int:
        password = asking.twice(_("Password of the file:")) if given.sealed else ""
        carried = space.carry_out(Path(given.output), password, _progress)
        print(_("Documents written: {count}").format(count=carried.documents))
        print(_("Walks and appointments written: {count}").format(count=carried.records))
        for document in carried.left_out:
            print(_("Could not be read: {name}").format(name=document.shown_name), file=sys.stderr)
        print(_("Written: {path}").format(path=given.output))
        return FAILED if carried.left_out else DONE

    return _with_open(given, where, do)


def _import(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, _password: str, asking: secrets.Asking) -> int:
        password = asking.secret(_("Password of the file:")) if given.sealed else ""
        brought = space.bring_in(Path(given.file), password, _progress)
        print(_("New documents: {count}").format(count=brought.documents))
        print(_("New walks and appointments: {count}").format(count=brought.records))
        print(_("Already there: {count}").format(count=brought.already_there))
        for name in brought.refused:
            print(_("Refused: {name}").format(name=_visible(name)), file=sys.stderr)
        return FAILED if brought.refused else DONE

    return _with_open(given, where, do)


def _recover(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.vault.states import Notice

    asking = secrets.asking(given)
    space = _space(given, where)
    space.folder  # noqa: B018 -- said before anything is asked
    known = asking.secret(_("Recovery key:") if given.key else _("The twelve words, in order:"))
    password = asking.twice(_("New password:"))
    recover = space.recover_with_key if given.key else space.recover_with_words
    try:
        state = recover(known, password, _progress)
    finally:
        space.lock()
    _say(state)
    if Notice.PASSWORD_KEPT in state.notices:
        return FAILED
    print(_("The new password is in use."))
    return DONE


def _password(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, password: str, asking: secrets.Asking) -> int:
        space.change_password(password, asking.twice(_("New password:")))
        print(_("The new password is in use."))
        return DONE

    return _with_open(given, where, do)


def _rekey(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    def do(space: Space, password: str, asking: secrets.Asking) -> int:
        sheet = space.prepare_key(password)
        _print_sheet(sheet)
        space.change_key(_asked(sheet, asking), _progress)
        print(_("The key is changed. Destroy the old sheet: it opens nothing any more."))
        return DONE

    return _with_open(given, where, do)


def _document(space: Space, begun: str) -> Document:
    """Return the one document whose id begins so. Raises ``UserError``."""
    known = (*space.documents(), *space.trash())
    found = [document for document in known if document.id.startswith(begun.lower())]
    if len(begun) < _SHORTEST_ID or len(found) != 1:
        raise UserError(Cause.DOCUMENT_UNKNOWN)
    return found[0]


def _line(document: Document) -> str:
    ends = f"  {document.facts.expires:%d/%m/%Y}" if document.facts.expires else ""
    return f"{document.id}  {document.shown_name}{ends}"


def _visible(text: str) -> str:
    """Return a name that others chose, as it can be shown on a terminal."""
    from dematassist.vault.model import visible

    return visible(text)


def _print_json(value: object) -> None:
    import msgspec

    print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2))


def _say(state: Unlocked) -> None:
    from dematassist.ui.space_notices import notices

    for sentence in notices(state):
        print(sentence, file=sys.stderr)


def _progress(done: int, total: int) -> None:
    if total and sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{100 * done // total:>3} %", end=end, file=sys.stderr, flush=True)
