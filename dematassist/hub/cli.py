"""The commands of the hub. Without a command, it serves."""

from __future__ import annotations

import argparse
import getpass
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dematassist import wire
from dematassist.hub.language import preferred
from dematassist.hub.moments import now_ms
from dematassist.hub.processes import LOG_FORMAT, serve_together
from dematassist.hub.settings import Limits, Settings, default_url
from dematassist.hub.words import say

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from dematassist.hub.intake import Answer
    from dematassist.hub.language import Language

DONE, FAILED = 0, 1
_AT_ONCE = 100
"""How many reports of a file one question to the database is about: databases count their parameters."""


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    given = _parser().parse_args(arguments)
    from dematassist.hub.database import DatabaseUnreachableError

    run = given.run
    try:
        status: int = run(given)
    except DatabaseUnreachableError:
        return _say("database.not", status=FAILED, database=_without_password(given.database))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dematassist.hub", description=__doc__)
    parser.add_argument(
        "--database",
        default=os.environ.get("DEMATASSIST_HUB_DATABASE") or default_url(),
        metavar="URL",
        help="sqlite:///file.db or postgresql://user@host/name (or DEMATASSIST_HUB_DATABASE)",
    )
    parser.add_argument("--name", default=os.environ.get("DEMATASSIST_HUB_NAME", "DematAssist"))
    parser.set_defaults(run=_serve, host="127.0.0.1", port=8311, is_https=False, processes=1)
    commands = parser.add_subparsers(metavar="COMMAND")
    serve = commands.add_parser("serve", help="answer desks and readers (also without a command)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8311, help="0 for any free port")
    serve.add_argument("--https", dest="is_https", action="store_true", help="a proxy in front speaks HTTPS")
    serve.add_argument("--processes", type=int, default=1, help="one for each core that reports may take")
    serve.set_defaults(run=_serve)
    code = commands.add_parser("code", help="make a code of enrolment for one desk")
    code.add_argument("place", help="the name of the place, as coordinators know it")
    code.add_argument("--departement", default="", help="33, 2A, 971…")
    code.set_defaults(run=_code)
    revoke = commands.add_parser("revoke", help="believe a desk no more")
    revoke.add_argument("key_id")
    revoke.set_defaults(run=_revoke)
    key = commands.add_parser("key", help="print the key of this hub, for people who are no desk of it")
    key.set_defaults(run=_key)
    moderator = commands.add_parser("moderator", help="make a coordinator's account, or change its password")
    moderator.add_argument("name")
    moderator.set_defaults(run=_moderator)
    for name, run, said in (
        ("backup", _backup, "write a copy of everything"),
        ("restore", _restore, "fill an empty hub from a copy"),
        ("import", _import, "take the reports of a file carried by hand"),
    ):
        one = commands.add_parser(name, help=said)
        one.add_argument("file", type=Path)
        one.set_defaults(run=run)
    export = commands.add_parser("export", help="write public incidents, as .csv or .json")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)
    barometer = commands.add_parser("barometer", help="write the barometer of a month, as PDF")
    barometer.add_argument("month", help="2026-11")
    barometer.add_argument("file", type=Path)
    barometer.add_argument("--service", default="")
    barometer.set_defaults(run=_barometer)
    return parser


def _serve(given: argparse.Namespace) -> int:
    from dematassist.hub.application import application
    from dematassist.hub.server import listening, server

    settings = Settings(
        given.database, given.host, given.port, given.name, is_https=given.is_https, limits=_limits()
    )
    # Asked once before serving: the server would say the same with twenty lines of ours around it.
    _open(given).dispose()
    try:
        listener = listening(settings.host, settings.port)
    except OSError:
        return _say("port.not", status=FAILED, port=settings.port)
    with listener:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        _say("database", database=_without_password(given.database))
        say_address = partial(_say, "address", address=f"http://{host}:{listener.getsockname()[1]}/")
        if given.processes > 1:
            return DONE if serve_together(settings, listener, given.processes, say_address) else FAILED
        serving = server(application(settings), settings, say_address)
        serving.run(sockets=[listener])
    return DONE if serving.started else FAILED


def _limits() -> Limits:
    """Return the limits; a large desk, or a trial, may ask for others (DEMATASSIST_HUB_DESK_HOUR=200)."""
    changed = {
        name: type(value)(os.environ[f"DEMATASSIST_HUB_{name.upper()}"])
        for name, value in Limits()._asdict().items()
        if f"DEMATASSIST_HUB_{name.upper()}" in os.environ
    }
    return Limits(**changed)


def _code(given: argparse.Namespace) -> int:
    from dematassist.hub.database import writing
    from dematassist.hub.enrolment import CODE_DAYS, make_code

    with writing(_open(given)) as connection:
        code = make_code(connection, given.place[:200], given.departement[:3], now_ms())
    _say("code", days=CODE_DAYS, code=code)
    return DONE


def _revoke(given: argparse.Namespace) -> int:
    from dematassist.hub.database import writing
    from dematassist.hub.enrolment import revoke

    with writing(_open(given)) as connection:
        is_done = revoke(connection, given.key_id, "hub", now_ms())
    return _say("revoked") if is_done else _say("revoked.not", status=FAILED)


def _key(given: argparse.Namespace) -> int:
    from dematassist.hub.database import hub_seed, reading

    with reading(_open(given)) as connection:
        print(wire.public_key(hub_seed(connection)))
    return DONE


def _moderator(given: argparse.Namespace) -> int:
    from dematassist.hub import moderation
    from dematassist.hub.database import writing

    asked = _sentence("password", name=given.name)
    password = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < moderation.MIN_PASSWORD_CHARACTERS:
        return _say("password.short", status=FAILED, least=moderation.MIN_PASSWORD_CHARACTERS)
    with writing(_open(given)) as connection:
        moderation.set_password(connection, given.name[:80], password, now_ms())
    return _say("moderator", name=given.name)


def _backup(given: argparse.Namespace) -> int:
    from dematassist.hub.copies import backup

    return _say("backup", path=given.file, rows=backup(_open(given), given.file))


def _restore(given: argparse.Namespace) -> int:
    from dematassist.hub.copies import CopyError, restore

    try:
        return _say("restore", rows=restore(_open(given), given.file, now_ms()))
    except CopyError:
        return _say("restore.not", status=FAILED)


def _import(given: argparse.Namespace) -> int:
    from dematassist.hub.database import writing
    from dematassist.hub.intake import Delivery, Kept, check, receive

    try:
        with given.file.open("rb") as parcel_file:
            raw = parcel_file.read(wire.MAX_PARCEL_BYTES + 1)
        parcel = wire.decode(raw, wire.Parcel, max_bytes=wire.MAX_PARCEL_BYTES)
    except (OSError, wire.MessageError):
        return _say("import.not", status=FAILED)
    deliveries = [check(Delivery(one.report, one.key_id, one.signature)) for one in parcel.reports]
    # Who carries a file by hand is known: the pace of a desk does not apply.
    most = len(deliveries)
    limits = Limits(desk_hour=2**31, desk_day=2**31, unsigned_minute=most)
    answers: list[Answer] = []
    with writing(_open(given)) as connection:
        for start in range(0, most, _AT_ONCE):
            answers += receive(connection, deliveries[start : start + _AT_ONCE], limits, now_ms())
    kept = [answer for answer in answers if isinstance(answer, Kept)]
    new = sum(answer.is_new for answer in kept)
    return _say("import", new=new, again=len(kept) - new, refused=len(answers) - len(kept))


def _export(given: argparse.Namespace) -> int:
    from dematassist.hub import exports
    from dematassist.hub.database import reading

    with reading(_open(given)) as connection, given.file.open("wb") as target:
        found = exports.incidents(connection)
        if given.file.suffix == ".csv":
            target.writelines(line.encode() for line in exports.csv_lines(found))
        else:
            target.writelines(exports.json_lines(found))
    return _say("written", path=given.file)


def _barometer(given: argparse.Namespace) -> int:
    from dematassist.hub.barometer import barometer
    from dematassist.hub.database import reading

    year, _, month = given.month.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):  # noqa: PLR2004 -- the calendar
        return _say("month", status=FAILED)
    with reading(_open(given)) as connection:
        made = barometer(connection, _language(), int(year), int(month), given.service)
    given.file.write_bytes(made)
    return _say("written", path=given.file)


def _open(given: argparse.Namespace) -> Engine:
    from dematassist.hub.database import open_database

    return open_database(given.database)


def _without_password(url: str) -> str:
    import sqlalchemy as sa

    return sa.make_url(url).render_as_string(hide_password=True)


def _language() -> Language:
    name = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return preferred(name.split("_")[0].split(".")[0] if not name.startswith("C") else "en")


def _sentence(key: str, **values: object) -> str:
    return say(_language(), f"cli.{key}", **values)


def _say(key: str, status: int = DONE, **values: object) -> int:
    print(_sentence(key, **values), file=sys.stderr if status else sys.stdout, flush=True)
    return status
