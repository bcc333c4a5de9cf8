"""The directory of desks: a file in the public schema, taken in once, searched offline."""

from __future__ import annotations

import math
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from dematassist.errors import Cause, UserError
from dematassist.i18n import _
from dematassist.places.model import Place
from dematassist.places.rows import rows_of
from dematassist.places.schema import place_of
from dematassist.places.towns import Wanted, department, town_key, wanted
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dematassist.places.rows import Rows

_APPLICATION_ID = 0x44454D50
"""Written in the header of the file: « DEMP »."""
_FORMAT = 2
_EVERY_ROWS = 200
_DISK_PROBLEMS = (("full", Cause.DISK_FULL), ("I/O", Cause.FILE_UNWRITABLE))
"""Words of SQLite's messages: its codes are known to Python only from 3.11 on."""
_NEARBY = 5
"""How many desks of other towns are shown beside the desks of the town itself."""
_NEARBY_KM = 40
_KM_A_DEGREE = 111.2
_DEPARTMENT_DIGITS = 2
_POSTCODE_DIGITS = 5


class Near(NamedTuple):
    """A desk of another town, and how far it is as the crow flies; ``None`` when nobody can tell."""

    place: Place
    kilometres: int | None


class Found(NamedTuple):
    """Desks found: those ``here``, the most helpful first, and a few ``near``, the nearest first."""

    here: tuple[Place, ...]
    near: tuple[Near, ...]


NOTHING_FOUND = Found((), ())


class Intake(NamedTuple):
    """What was taken in: how many desks, and how many rows could not be read."""

    places: int
    left_out: int


class Directory(Protocol):
    """What knows desks."""

    is_present: bool
    """Whether a file was taken in."""

    def search(self, text: str, limit: int = 20) -> Found:
        """Return at most ``limit`` desks for a town, as people write it, or a postcode, or its first digits.

        Raises ``UserError(DIRECTORY_UNREADABLE)``.
        """
        ...

    def advice(self) -> tuple[str, ...]:
        """Say how to get a directory, in the language in use; nothing when it is present."""
        ...


class NoDirectory:
    """The directory when no file was ever taken in."""

    is_present = False

    def search(self, text: str, limit: int = 20) -> Found:  # noqa: ARG002 -- the role's own
        """Find nothing."""
        return NOTHING_FOUND

    def advice(self) -> tuple[str, ...]:
        """Say where the file is published, and who helps without it."""
        return (
            _("This computer has no list of desks yet."),
            # Translators: the name in quotes stays in French: it is what people look for.
            _("The State publishes one: the “cartographie nationale des lieux de médiation numérique”."),
            _("Ask a helper to download the CSV or JSON file from data.gouv.fr, then choose it here."),
            _("The list of data·inclusion, on the same site, works too."),
            _("This program downloads nothing itself."),
            _("Without it: call 39 39, or ask at the town hall."),
        )


class SqliteDirectory:
    """The directory compiled from a file. Nothing is held open between two searches."""

    is_present = True

    def __init__(self, path: Path) -> None:
        """Use the file at ``path``. Raises ``UserError(DIRECTORY_UNREADABLE)`` when it is not a directory."""
        self._path = path
        marks = [self._rows(f"PRAGMA {mark}")[0][0] for mark in ("application_id", "user_version")]
        if marks != [_APPLICATION_ID, _FORMAT]:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(path))

    def advice(self) -> tuple[str, ...]:
        """Say nothing: there is a directory."""
        return ()

    def search(self, text: str, limit: int = 20) -> Found:
        """Return desks of a town or postcode, those that help with procedures first, then desks nearby."""
        asked = wanted(text)
        here = self._here(asked, limit)
        return Found(here, self._near(asked, here, min(_NEARBY, limit - len(here)) if here else limit))

    def _here(self, asked: Wanted, limit: int) -> tuple[Place, ...]:
        # ":" comes just after "9", and "{" just after "z": every text that begins so, by the index.
        at_postcode = ("postcode >= ? AND postcode < ?", (asked.postcode, asked.postcode + ":"))
        in_town: list[tuple[str, tuple[str, ...]]] = [
            ("town = ?", (asked.town,)),
            ("town >= ? AND town < ?", (asked.town, asked.town + "{")),
            ("instr(' ' || town, ?)", (" " + asked.town,)),
            ("instr(replace(town, ' ', ''), ?) = 1", (asked.town.replace(" ", ""),)),
        ]
        conditions = in_town if asked.town else []
        if len(asked.postcode) >= _DEPARTMENT_DIGITS:
            both = [(f"{at_postcode[0]} AND {town}", at_postcode[1] + values) for town, values in conditions]
            is_whole = len(asked.postcode) == _POSTCODE_DIGITS
            conditions = [*both, at_postcode, *conditions] if is_whole else [*both, *conditions, at_postcode]
        for condition, values in conditions:
            found = self._places(f"WHERE {condition} ORDER BY rank, town, name LIMIT ?", (*values, 2 * limit))
            if found:
                return tuple(_without_twins(found))[:limit]
        return ()

    def _near(self, asked: Wanted, here: tuple[Place, ...], limit: int) -> tuple[Near, ...]:
        if limit <= 0:
            return ()
        if centre := _centre(here):
            return self._around(centre, {place.id for place in here}, limit)
        if here or len(asked.postcode) < _DEPARTMENT_DIGITS:
            return ()
        # No desk has this postcode: those whose postcode begins most alike, in the same département.
        alike = " + ".join(f"(substr(postcode, 1, {n}) = substr(?1, 1, {n}))" for n in (3, 4))
        home = department(asked.postcode)
        found = self._places(
            f"WHERE postcode >= ?2 AND postcode < ?3 ORDER BY {alike} DESC, rank, town, name LIMIT ?4",
            (asked.postcode, home, home + ":", 2 * limit),
        )
        return tuple(Near(place, None) for place in _without_twins(found))[:limit]

    def _around(self, centre: tuple[float, float], known: set[str], limit: int) -> tuple[Near, ...]:
        north, east = centre
        rows = _NEARBY_KM / _KM_A_DEGREE
        columns = rows / max(math.cos(math.radians(north)), 0.01)
        found = self._places(
            "WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? ORDER BY rank, name",
            (north - rows, north + rows, east - columns, east + columns),
        )
        near = [
            Near(place, kilometres)
            for place in _without_twins(found)
            if place.id not in known and (kilometres := _kilometres(centre, place)) <= _NEARBY_KM
        ]
        # The order is stable: at the same distance, who helps most stays first.
        return tuple(sorted(near, key=lambda desk: desk.kilometres or 0)[:limit])

    def _places(self, rest: str, values: tuple[object, ...]) -> list[Place]:
        rows = self._rows(f"SELECT body FROM place {rest}", values)
        try:
            return [msgspec.json.decode(body, type=Place) for (body,) in rows]
        except msgspec.DecodeError as error:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(self._path)) from error

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        # Opened for each question (0.2 ms): on Windows a file held open could not be replaced.
        try:
            with closing(
                sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)
            ) as connection:
                return connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(self._path)) from error


def open_directory(path: Path) -> Directory:
    """Open the directory compiled at ``path``; the null one when there is none. Raises ``UserError``."""
    return SqliteDirectory(path) if path.exists() else NoDirectory()


def take_in(source: Path, target: Path, report: Callable[[int, int], object]) -> Intake:
    """Compile the file ``source`` into ``target``; the old directory stays until the new one is whole.

    ``report(done, about)`` is called often, in rows, and may raise to cancel. Raises
    ``UserError(DIRECTORY_UNREADABLE)`` when not one desk can be read, with the line when one is to blame.
    """
    rows = rows_of(source)
    with explained(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    temporary = Path(name)
    try:
        try:
            intake = _compile(rows, temporary, report)
        except sqlite3.OperationalError as error:
            cause = next((cause for words, cause in _DISK_PROBLEMS if words in str(error)), None)
            if cause is None:
                raise
            raise UserError(cause, path=str(target)) from error
        if not intake.places:
            raise UserError(Cause.DIRECTORY_UNREADABLE, path=str(source))
        with explained(target):
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.replace(target)
            sync_folder(target.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return intake


def _compile(rows: Rows, target: Path, report: Callable[[int, int], object]) -> Intake:
    left_out = 0
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA application_id = {_APPLICATION_ID};"
            f"PRAGMA user_version = {_FORMAT};"
            "CREATE TABLE place (id TEXT PRIMARY KEY, postcode TEXT, town TEXT, name TEXT, rank INTEGER,"
            " latitude REAL, longitude REAL, body BLOB) WITHOUT ROWID; BEGIN"
        )
        for number, row in enumerate(rows.rows):
            if number % _EVERY_ROWS == 0:
                report(number, max(number, rows.about))
            place = place_of(row, number) if row is not None else None
            if place is None:
                left_out += 1
            elif place.receives_people:
                connection.execute("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?)", _values(place))
        for column in ("town", "postcode", "latitude"):
            connection.execute(f"CREATE INDEX place_{column} ON place ({column})")
        connection.execute("COMMIT")
        (kept,) = connection.execute("SELECT count(*) FROM place").fetchone()
    return Intake(kept, left_out)


def _values(place: Place) -> tuple[object, ...]:
    rank = 2 - place.is_france_services - place.helps_with_procedures
    return (
        place.id,
        place.postcode,
        town_key(place.town),
        place.name,
        rank,
        place.latitude,
        place.longitude,
        msgspec.json.encode(place),
    )


def _without_twins(places: list[Place]) -> Iterator[Place]:
    """Leave out the same desk given twice by two sources."""
    seen: set[tuple[str, str]] = set()
    for place in places:
        key = (town_key(place.name), place.postcode)
        if key not in seen:
            seen.add(key)
            yield place


def _centre(places: tuple[Place, ...]) -> tuple[float, float] | None:
    """Return the middle of these desks in degrees; ``None`` when they are of several départements."""
    if len({department(place.postcode) for place in places}) != 1:
        return None
    points = [(p.latitude, p.longitude) for p in places if p.latitude is not None and p.longitude is not None]
    if not points:
        return None
    return sum(north for north, _east in points) / len(points), sum(east for _north, east in points) / len(
        points
    )


def _kilometres(centre: tuple[float, float], place: Place) -> int:
    """Return the distance in whole kilometres; on these few, the earth is flat."""
    assert place.latitude is not None
    assert place.longitude is not None
    north, east = place.latitude - centre[0], place.longitude - centre[1]
    return round(_KM_A_DEGREE * math.hypot(north, east * math.cos(math.radians(centre[0]))))
