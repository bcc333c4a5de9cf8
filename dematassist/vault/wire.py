"""What passes through the pipes of the worker: lines of JSON, a request then its answer.

While a request is being done the worker may say how far it is; it then waits for one byte, which tells it to
go on or to stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.vault.found import Found  # noqa: TC001 -- msgspec reads the annotations at run time
from dematassist.vault.mandate import Terms  # noqa: TC001
from dematassist.vault.model import (  # noqa: TC001
    Document,
    DocumentFacts,
    DocumentId,
)
from dematassist.vault.records import Record  # noqa: TC001
from dematassist.vault.rows import Kind  # noqa: TC001

if TYPE_CHECKING:
    from typing import IO

GO_ON, STOP = b"+", b"-"


class PrepareSpace(msgspec.Struct, frozen=True, tag="prepare-space"):
    """Make the key of a new space, which nothing uses yet."""

    password: str


class CreateSpace(msgspec.Struct, frozen=True, tag="create-space"):
    """Make the space, once these words were copied from its sheet."""

    place: bytes
    answers: tuple[str, ...]


class OpenByPassword(msgspec.Struct, frozen=True, tag="open-by-password"):
    """Open a space with its password."""

    folder: bytes
    password: str


class OpenMandate(msgspec.Struct, frozen=True, tag="open-mandate"):
    """Open the space of a mandate with its password, unless its time is over."""

    folder: bytes
    password: str
    terms: Terms


class KeepPurpose(msgspec.Struct, frozen=True, tag="keep-purpose"):
    """Keep what the mandate is for, in its open space."""

    purpose: str


class OpenByPin(msgspec.Struct, frozen=True, tag="open-by-pin"):
    """Open a space with the short code of this computer."""

    folder: bytes
    pin: str


class RecoverByWords(msgspec.Struct, frozen=True, tag="recover-by-words"):
    """Open a space with the words of its sheet, and give it another password."""

    folder: bytes
    words: str
    password: str


class RecoverByKey(msgspec.Struct, frozen=True, tag="recover-by-key"):
    """Open a space with the line of the square code, and give it another password."""

    folder: bytes
    identity: str
    password: str


class ChangePassword(msgspec.Struct, frozen=True, tag="change-password"):
    """Have another password open the space."""

    current: str
    password: str


class CheckKeyring(msgspec.Struct, frozen=True, tag="check-keyring"):
    """Look for a keyring that can be trusted."""


class SetPin(msgspec.Struct, frozen=True, tag="set-pin"):
    """Have a short code open the space on this computer."""

    current: str
    pin: str


class RemovePin(msgspec.Struct, frozen=True, tag="remove-pin"):
    """Have no short code open the space."""


class PrepareKey(msgspec.Struct, frozen=True, tag="prepare-key"):
    """Make another key for the open space, which nothing uses yet."""

    password: str


class ChangeKey(msgspec.Struct, frozen=True, tag="change-key"):
    """Seal everything again, once these words were copied from the new sheet."""

    answers: tuple[str, ...]


class ListDocuments(msgspec.Struct, frozen=True, tag="list-documents"):
    """Tell the documents, or those in the trash."""

    is_trash: bool = False


class FindDocuments(msgspec.Struct, frozen=True, tag="find-documents"):
    """Tell the documents that have these words, or are of these kinds."""

    text: str
    kinds: tuple[str, ...] = ()


class AddFile(msgspec.Struct, frozen=True, tag="add-file"):
    """Store a file."""

    path: bytes
    facts: DocumentFacts
    is_wanted_twice: bool = False


class AddContent(msgspec.Struct, frozen=True, tag="add-content"):
    """Store so many bytes, which follow the line."""

    name: str
    length: int
    facts: DocumentFacts
    is_wanted_twice: bool = False


class ReadDocument(msgspec.Struct, frozen=True, tag="read-document"):
    """Give the content of a document."""

    id: DocumentId


class SaveCopy(msgspec.Struct, frozen=True, tag="save-copy"):
    """Write a document in clear to a file."""

    id: DocumentId
    path: bytes


class SetFacts(msgspec.Struct, frozen=True, tag="set-facts"):
    """Keep what is said of a document."""

    id: DocumentId
    facts: DocumentFacts


class RemoveDocument(msgspec.Struct, frozen=True, tag="remove-document"):
    """Put a document in the trash."""

    id: DocumentId


class RestoreDocument(msgspec.Struct, frozen=True, tag="restore-document"):
    """Take a document out of the trash."""

    id: DocumentId


class PurgeDocument(msgspec.Struct, frozen=True, tag="purge-document"):
    """Take a document away for good."""

    id: DocumentId


class VerifyDocuments(msgspec.Struct, frozen=True, tag="verify-documents"):
    """Open every document to its end."""


class ListFound(msgspec.Struct, frozen=True, tag="list-found"):
    """Tell the sealed files that are not known."""


class TakeIn(msgspec.Struct, frozen=True, tag="take-in"):
    """Know a found document from now on."""

    found: Found


class ThrowAway(msgspec.Struct, frozen=True, tag="throw-away"):
    """Take a found file away for good."""

    found: Found


class CarryOut(msgspec.Struct, frozen=True, tag="carry-out"):
    """Write everything to one file, sealed by a password unless it is empty."""

    path: bytes
    password: str = ""


class BringIn(msgspec.Struct, frozen=True, tag="bring-in"):
    """Take everything of such a file."""

    path: bytes
    password: str = ""


class Deposit(msgspec.Struct, frozen=True, tag="deposit"):
    """Leave a file in a locked space."""

    folder: bytes
    path: bytes
    facts: DocumentFacts


class ListRecords(msgspec.Struct, frozen=True, tag="list-records"):
    """Tell the records of a kind."""

    kind: Kind


class KeepRecords(msgspec.Struct, frozen=True, tag="keep-records"):
    """Keep records as they are now."""

    kind: Kind
    records: tuple[Record, ...]


class ReadRecord(msgspec.Struct, frozen=True, tag="read-record"):
    """Give a record as the medium has it."""

    kind: Kind
    id: str


class ForgetRecord(msgspec.Struct, frozen=True, tag="forget-record"):
    """Forget a record for good."""

    kind: Kind
    id: str


class ProveRecords(msgspec.Struct, frozen=True, tag="prove-records"):
    """Open the file of every record of a kind."""

    kind: Kind


Request = (
    PrepareSpace
    | CreateSpace
    | OpenByPassword
    | OpenMandate
    | KeepPurpose
    | OpenByPin
    | RecoverByWords
    | RecoverByKey
    | ChangePassword
    | CheckKeyring
    | SetPin
    | RemovePin
    | PrepareKey
    | ChangeKey
    | ListDocuments
    | FindDocuments
    | AddFile
    | AddContent
    | ReadDocument
    | SaveCopy
    | SetFacts
    | RemoveDocument
    | RestoreDocument
    | PurgeDocument
    | VerifyDocuments
    | ListFound
    | TakeIn
    | ThrowAway
    | CarryOut
    | BringIn
    | Deposit
    | ListRecords
    | KeepRecords
    | ReadRecord
    | ForgetRecord
    | ProveRecords
)


class CarriedOut(msgspec.Struct, frozen=True):
    """Answers ``CarryOut``: how many documents and records, and the documents that could not be read."""

    documents: int
    records: int
    left_out: tuple[Document, ...]


class BroughtBack(msgspec.Struct, frozen=True):
    """Answers ``BringIn``: what is new, what was here already, the names of what was refused."""

    documents: int
    records: int
    already_there: int
    refused: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """Answers what stores: the document, and whether it was there already, with nothing stored."""

    document: Document
    was_there: bool = False


class Proved(msgspec.Struct, frozen=True):
    """Answers what proves, for one document: the value of the ``Cause`` of what is wrong, or nothing."""

    document: Document
    wrong: str = ""


class RecordsProved(msgspec.Struct, frozen=True):
    """Answers ``ProveRecords``: how many there are, how many files were not whole and were written again."""

    records: int
    mended: int


class Advanced(msgspec.Struct, frozen=True, tag="advanced"):
    """So much is done of so much."""

    done: int
    total: int


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It cannot be done: the value of a ``Cause``, and its details."""

    cause: str
    details: dict[str, str]


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """A bug in the worker: types and lines, and nothing of what was read."""

    trace: str


class Stopped(msgspec.Struct, frozen=True, tag="stopped"):
    """It was told to stop, and did."""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """It is done: a value, then so many bytes."""

    value: msgspec.Raw
    bytes_after: int = 0


Answer = Advanced | Failed | Broken | Stopped | Done


def write(stream: IO[bytes], line: msgspec.Struct, after: bytes = b"") -> None:
    """Write a line, and what follows it."""
    stream.write(msgspec.json.encode(line) + b"\n")
    stream.write(after)
    stream.flush()
