"""The directory of desks: a file in the public schema, taken in once, searched offline.

Columns: https://lamednum.coop/schema-de-donnees-des-lieux-de-mediation-numerique-2 (schema « lieux de
médiation numérique »), with the names of older editions accepted; JSON flat, or nested as in the
cartographie nationale. Rows that cannot be read are left out and counted.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dematassist.errors import Cause, UserError
from dematassist.folding import folded
from dematassist.places.model import Place
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LARGEST_BYTES = 200 * 1024 * 1024
_APPLICATION_ID = 0x44454D50
"""Written in the header of the file: « DEMP »."""
_LONGEST_FIELD = 5_000
_LIST = re.compile(r"[|;]")
_POSTCODE = re.compile(r"^\d{2,5}$")
_EVERY = 200
_COLUMNS = {
    "id": ("id", "cle_ban"),
    "name": ("nom",),
    "address": ("adresse", "voie"),
    "more_address": ("complement_adresse",),
    "postcode": ("code_postal",),
    "town": ("commune",),
    "phone": ("telephone",),
    "email": ("courriels", "courriel"),
    "website": ("site_web", "site_internet"),
    "opening_hours": ("horaires", "horaires_ouverture", "horaires_accueil"),
    "services": ("services",),
    "programmes": (
        "dispositif_programmes_nationaux",
        "dispositif_programme_national",
        "labels_nationaux",
        "reseaux_porteurs",
    ),
    "fees": ("frais_a_charge", "frais", "conditions_acces"),
    "care": ("prise_en_charge_specifique", "publics_accueillis"),
    "booking": ("prise_rdv",),
    "updated_on": ("date_maj",),
}
_NESTED = ("adresse", "contact", "localisation", "presentation")


class Found(NamedTuple):
    """What a search for desks found. ``is_near`` says that they are of the same département, not the town."""

    places: tuple[Place, ...]
    is_near: bool


class Intake(NamedTuple):
    """What was taken in: how many desks, and how many rows could not be read."""

    places: int
    left_out: int


class Directory(Protocol):
    """What knows desks."""

    is_present: bool
    """Whether a file was taken in."""

    def search(self, text: str, limit: int = 20) -> Found:
        """Return the desks of a town (name as people write it) or of a postcode (whole, or its beginning)."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class NoDirectory:
    """The directory when no file was ever taken in."""

    is_present = False

    def search(self, text: str, limit: int = 20) -> Found:  # noqa: ARG002 -- the role's own
        """Find nothing."""
        return Found((), is_near=False)

    def close(self) -> None:
        """Nothing to let go of."""


class SqliteDirectory:
    """The directory compiled from a file."""

    is_present = True

    def __init__(self, path: Path) -> None:
        """Open it. Raises ``UserError(DIRECTORY_UNREADABLE)``."""
        self._path = path
        try:
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            found = self._connection.execute("PRAGMA application_id").fetchone()
        except sqlite3.Error as error:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(path)) from error
        if found != (_APPLICATION_ID,):
            self.close()
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(path))

    def search(self, text: str, limit: int = 20) -> Found:
        """Return the desks of a town or postcode; France Services first."""
        wanted = text.strip()
        if not wanted:
            return Found((), is_near=False)
        if _POSTCODE.match(wanted):
            exact = self._rows("postcode LIKE ? || '%'", wanted, limit)
            if exact or len(wanted) < 3:  # noqa: PLR2004 -- a département has two digits
                return Found(exact, is_near=False)
            return Found(self._rows("postcode LIKE ? || '%'", wanted[:2], limit), is_near=True)
        town = town_key(wanted)
        exact = self._rows("town_key = ?", town, limit)
        return Found(exact or self._rows("town_key LIKE ? || '%'", town, limit), is_near=False)

    def _rows(self, condition: str, value: str, limit: int) -> tuple[Place, ...]:
        try:
            rows = self._connection.execute(
                f"SELECT body FROM place WHERE {condition} ORDER BY is_france_services DESC, town_key, name"
                " LIMIT ?",
                (value, limit),
            ).fetchall()
        except sqlite3.Error as error:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(self._path)) from error
        return tuple(_place(json.loads(body)) for (body,) in rows)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_directory(path: Path) -> Directory:
    """Open the directory compiled at ``path``; the null one when there is none. Raises ``UserError``."""
    return SqliteDirectory(path) if path.exists() else NoDirectory()


def town_key(town: str) -> str:
    """Return a town as it is compared: « St-Étienne » and « saint etienne » are one."""
    words = re.findall(r"[a-z0-9]+", folded(town))
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def take_in(source: Path, target: Path, report: Callable[[int, int], object]) -> Intake:
    """Compile the file ``source`` into ``target``; the old directory stays until the new one is whole.

    ``report(done, total)`` is called often, and may raise to cancel. Raises
    ``UserError(DIRECTORY_UNREADABLE)`` when not one desk can be read.
    """
    rows, total = _rows_of(source)
    with explained(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        intake = _compile(source, rows, temporary, total, report)
        if not intake.places:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source))
        with explained(target):
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            temporary.replace(target)
            sync_folder(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return intake


def _compile(
    source: Path,
    rows: Iterable[dict[str, object]],
    target: Path,
    total: int,
    report: Callable[[int, int], object],
) -> Intake:
    kept = left_out = 0
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA application_id = {_APPLICATION_ID};"
            "CREATE TABLE place (id TEXT PRIMARY KEY, postcode TEXT, town_key TEXT, name TEXT,"
            " is_france_services INTEGER, body TEXT) WITHOUT ROWID; BEGIN"
        )
        try:
            for number, row in enumerate(rows):
                if number % _EVERY == 0:
                    report(number, total)
                place = _read(row, number)
                if place is None:
                    left_out += 1
                    continue
                connection.execute(
                    "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?)",
                    (
                        place.id,
                        place.postcode,
                        town_key(place.town),
                        place.name,
                        place.is_france_services,
                        json.dumps(place._asdict(), ensure_ascii=False),
                    ),
                )
                kept += 1
        except (csv.Error, ValueError) as error:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source)) from error
        except sqlite3.OperationalError as error:
            raise UserError(Cause.DISK_FULL, path=str(target)) from error
        connection.execute("CREATE INDEX place_town ON place (town_key)")
        connection.execute("CREATE INDEX place_postcode ON place (postcode)")
        connection.execute("COMMIT")
    return Intake(kept, left_out)


def _rows_of(source: Path) -> tuple[Iterator[dict[str, object]], int]:
    """Return the rows of a CSV or JSON file, and how many there may be (0: not known)."""
    try:
        if source.stat().st_size > LARGEST_BYTES:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source))
        content = source.read_bytes()
    except OSError as error:
        raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source)) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if text.lstrip()[:1] in ("[", "{"):
        rows = _json_rows(text, source)
        return iter(rows), len(rows)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    return (dict(row) for row in reader), text.count("\n")


def _json_rows(text: str, source: Path) -> list[dict[str, object]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source)) from error
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), [])
    return [_flat(row) for row in found if isinstance(row, dict)]


def _flat(row: dict[str, object]) -> dict[str, object]:
    flat = dict(row)
    for name in _NESTED:
        inner = flat.get(name)
        if isinstance(inner, dict):
            del flat[name]
            flat.update(inner)
    return flat


def _read(row: dict[str, object], number: int) -> Place | None:
    """Return the desk of a row; ``None`` when it has no name or no town."""
    given = {name: _first(row, columns) for name, columns in _COLUMNS.items()}
    name, town = _text(given["name"]), _text(given["town"])
    if not name or not town:
        return None
    address = ", ".join(part for part in (_text(given["address"]), _text(given["more_address"])) if part)
    return Place(
        id=_text(given["id"]) or f"row-{number}",
        name=name,
        address=address,
        postcode=_text(given["postcode"]).zfill(5) if _text(given["postcode"]) else "",
        town=town,
        phone=_text(given["phone"]),
        email=_text(given["email"]).split("|")[0],
        website=_text(given["website"]).split("|")[0],
        opening_hours=_text(given["opening_hours"]),
        services=_texts(given["services"]),
        programmes=_texts(given["programmes"]),
        fees=_texts(given["fees"]),
        care=_texts(given["care"]),
        booking=_text(given["booking"]),
        updated_on=_text(given["updated_on"])[:10],
    )


def _first(row: dict[str, object], columns: tuple[str, ...]) -> object:
    return next((row[column] for column in columns if row.get(column)), "")


def _text(value: object) -> str:
    if isinstance(value, list):
        value = "|".join(str(part) for part in value)
    return str(value or "").strip()[:_LONGEST_FIELD]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in _LIST.split(_text(value)) if part.strip())


def _place(raw: dict[str, object]) -> Place:
    return Place(**{k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})  # type: ignore[arg-type]
