"""An archive of the State → one library file.

The new file is made beside the old one, which stays in use until the new one is whole and on the disk.
Sheets of an audience that the archive does not have are taken over from the old library.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import re
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.guides.compiler import Document, Index, disk_troubles_as_os_errors
from dematassist.guides.official import archive, model, store
from dematassist.guides.official.model import Audience, Kind, plain
from dematassist.guides.official.reader import UnreadableSheetError, read_xml
from dematassist.guides.official.texts import texts_of
from dematassist.system.files import explained, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from dematassist.guides.lexicon import Lexicon

_TABLES = """
PRAGMA page_size = 1024;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE sheet (id TEXT, audience TEXT, title TEXT NOT NULL, modified TEXT, digest BLOB NOT NULL,
                    body BLOB NOT NULL, UNIQUE (id, audience));
CREATE TABLE change (what TEXT NOT NULL, id TEXT NOT NULL, audience TEXT NOT NULL, title TEXT NOT NULL);
"""
_CHANGES = """
INSERT INTO change SELECT 'removed', o.id, o.audience, o.title FROM old.sheet o
  LEFT JOIN sheet n USING (id, audience) WHERE n.id IS NULL;
INSERT INTO change SELECT 'new', n.id, n.audience, n.title FROM sheet n
  LEFT JOIN old.sheet o USING (id, audience) WHERE o.id IS NULL;
INSERT INTO change SELECT 'changed', n.id, n.audience, n.title FROM sheet n
  JOIN old.sheet o USING (id, audience) WHERE o.digest <> n.digest;
"""
_READABLE = 0.5
"""Fewer readable files than this part: it is not an archive of these sheets."""
_PRIORS = {Kind.SHEET: 1.0, Kind.THEME: 0.75, Kind.CONTACT: 0.8}
_PRIOR_RESOURCE = 0.7
_PRIOR_OTHER_AUDIENCE = 0.6
_PRIOR_QUESTION = 0.8
"""Of a sheet that answers one narrow question: the general one comes first."""
_PRIOR_LINKS = 0.08
"""How much each doubling of the sheets that lead to a sheet is worth: it is what they are about."""
_EVERY = 50
_TO_SHEET = re.compile(rb'(?:LienPublication|<(?:Fiche|QuestionReponse|FicheLiee) ID)="([FNR]\d{1,9})"')


class Intake(NamedTuple):
    """What was taken in: sheets kept, files that could not be read, sheets that came twice."""

    sheets: int
    unreadable: int
    twice: int
    unknown: int


def take_in(
    source: Path,
    target: Path,
    lexicon: Lexicon,
    today: date,
    *,
    said: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], object] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    replacing: contextlib.AbstractContextManager[None] | None = None,
) -> Intake | None:
    """Make the library at ``target`` from an archive or a folder; ``None`` when cancelled.

    ``said`` is what people say for a sheet, by its id (``keywords.read_keywords``).
    Raises ``UserError``: OFFICIAL_UNREADABLE, or what the disk says. The old library stays then.
    """
    try:
        total = archive.count(source)
    except OSError as error:
        raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(source)) from error
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f".{target.name}.*"):
            # What an import that was killed had begun.
            left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            with disk_troubles_as_os_errors(), closing(_connected(temporary)) as connection:
                intake = _Import(connection, target, source, said or {}).run(
                    lexicon, today, lambda done: on_progress(done, total), is_cancelled
                )
            if intake is None:
                return None
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            with replacing or contextlib.nullcontext():
                temporary.replace(target)
            sync_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
    return intake


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_TABLES)
    return connection


class _Import:
    """One import into a new file. ``old`` is the library in use, if there is one."""

    def __init__(
        self, connection: sqlite3.Connection, old: Path, source: Path, said: Mapping[str, str]
    ) -> None:
        self._run = connection.execute
        self._connection = connection
        self._old = old
        self._source = source
        self._index = Index(connection)
        self._found: set[str] = set()
        self._dictionary = b""
        self._said = said
        self._led_to: Counter[str] = Counter()
        self._unreadable = self._twice = self._unknown = 0

    def run(
        self,
        lexicon: Lexicon,
        today: date,
        on_progress: Callable[[int], object],
        is_cancelled: Callable[[], bool],
    ) -> Intake | None:
        """Write everything; ``None`` when cancelled."""
        has_old = self._attach_old()
        self._run("BEGIN")
        for number, file in enumerate(self._files(), 1):
            self._take(file)
            if number % _EVERY == 0:
                on_progress(number)
                if is_cancelled():
                    return None
        (sheets,) = self._run("SELECT count(*) FROM sheet").fetchone()
        if not sheets or sheets < _READABLE * (sheets + self._unreadable):
            raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(self._source))
        if has_old:
            self._take_over()
        self._prefer_what_others_lead_to()
        self._index.finish(lexicon)
        self._run(
            "INSERT INTO meta VALUES ('format', ?), ('imported_on', ?), ('unreadable', ?), ('unknown', ?),"
            " ('dictionary', ?)",
            (store.FORMAT, today.isoformat(), self._unreadable, self._unknown, self._dictionary),
        )
        self._run("COMMIT")
        if has_old:
            self._connection.executescript(_CHANGES)
            self._run("DETACH old")
        return Intake(sheets, self._unreadable, self._twice, self._unknown)

    def _files(self) -> Iterator[archive.File]:
        try:
            yield from archive.files(self._source)
        except OSError as error:
            if error.filename is None:
                raise UserError(Cause.OFFICIAL_UNREADABLE, path=str(self._source)) from error
            raise

    def _attach_old(self) -> bool:
        """Attach the library in use; a damaged one counts as none."""
        try:
            store.open_official(self._old).close()
            if self._old.exists():
                self._run("ATTACH ? AS old", (str(self._old),))
                return True
        except (UserError, sqlite3.DatabaseError):
            return False
        return False

    def _take(self, file: archive.File) -> None:
        try:
            data = file.xml()
            sheet = read_xml(data, file.audience)
        except UnreadableSheetError:
            self._unreadable += 1
            return
        self._found.add(sheet.audience.value)
        self._keep(sheet, data)

    def _keep(self, sheet: model.Sheet, data: bytes) -> None:
        key = (sheet.id, sheet.audience.value)
        modified = sheet.modified.isoformat() if sheet.modified else None
        had = self._run("SELECT modified FROM sheet WHERE id = ? AND audience = ?", key).fetchone()
        if had is not None:
            # Two editions in one archive: the first found stays searchable, the newest text is shown.
            self._twice += 1
            if (had[0] or "") >= (modified or ""):
                return
            self._run("DELETE FROM sheet WHERE id = ? AND audience = ?", key)
        if not self._dictionary:
            # Sheets look alike: packed with the words of the first one, they take less room.
            self._dictionary = data[-store.DICTIONARY_SIZE :]
        packed = store.packed(data, self._dictionary)
        row = (*key, sheet.title, modified, hashlib.sha256(data).digest()[:16], packed)
        self._run("INSERT INTO sheet VALUES (?,?,?,?,?,?)", row)
        self._unknown += sheet.unknown
        if had is None:
            self._led_to.update({one.decode() for one in _TO_SHEET.findall(data)} - {sheet.id})
            self._index.add(document(sheet, self._said.get(sheet.id, "")))

    def _prefer_what_others_lead_to(self) -> None:
        self._connection.executemany(
            "UPDATE document SET prior = prior * ? WHERE id = ?",
            ((1 + _PRIOR_LINKS * math.log2(1 + count), one) for one, count in self._led_to.items()),
        )

    def _take_over(self) -> None:
        """Keep the sheets of the audiences that this archive does not have."""
        for one in Audience:
            if one.value not in self._found:
                (said,) = self._run("SELECT value FROM old.meta WHERE key = 'dictionary'").fetchone()
                rows = self._run("SELECT body FROM old.sheet WHERE audience = ?", (one.value,)).fetchall()
                for (body,) in rows:
                    data = store.unpacked(body, said)
                    self._keep(read_xml(data, one), data)


def document(sheet: model.Sheet, said: str = "") -> Document:
    """Return what the search looks at in a sheet. ``said`` is what people say when they look for it."""
    prior = _PRIORS.get(sheet.kind, _PRIOR_RESOURCE)
    if "Question" in sheet.type:
        prior *= _PRIOR_QUESTION
    if sheet.audience is not Audience.PEOPLE:
        prior *= _PRIOR_OTHER_AUDIENCE
    numbers = " ".join(number.replace("*", " ") for number in (sheet.cerfa, sheet.other_number))
    words = f"{sheet.id} {numbers}\n{said}"
    headings = [plain(title) for title in _headings((sheet.intro, sheet.blocks))]
    summary = "\n".join([sheet.summary, *texts_of(sheet.intro), *headings])
    body = "\n".join([*texts_of((sheet.blocks, sheet.services, sheet.contacts, sheet.related))])
    texts = (sheet.title, words, summary, body)
    return Document(
        sheet.kind.value, sheet.id, sheet.audience.value, "fr", sheet.title, sheet.summary, texts, prior
    )


def _headings(part: Any) -> Iterator[model.Runs]:
    """Yield the titles of sections and cases, however deep."""
    if isinstance(part, tuple):
        for one in part:
            yield from _headings(one)
    elif isinstance(part, (model.Section, model.Cases, model.Case, model.Fragment)):
        if isinstance(part, (model.Section, model.Case)):
            yield part.title
        yield from _headings(part.cases if isinstance(part, model.Cases) else part.blocks)
