"""What a person can act on. Anything else that goes wrong is a bug and reaches the crash hook.

A ``UserError`` holds facts only: its cause and what the wording needs. The sentence, what to do and
who helps are written where it is shown (``ui/problems.py``).
"""

from __future__ import annotations

from enum import Enum


class Cause(Enum):
    """Why a person's action could not be done."""

    GUIDE_UNKNOWN = "guide-unknown"
    STEP_UNKNOWN = "step-unknown"
    ANSWER_UNKNOWN = "answer-unknown"
    GUIDE_BROKEN = "guide-broken"
    LIBRARY_MISSING = "library-missing"
    LIBRARY_DAMAGED = "library-damaged"
    SHEET_UNKNOWN = "sheet-unknown"
    OFFICIAL_UNREADABLE = "official-unreadable"
    OFFICIAL_DAMAGED = "official-damaged"
    SETTINGS_DAMAGED = "settings-damaged"
    JOURNEYS_DAMAGED = "journeys-damaged"
    DIRECTORY_UNREADABLE = "directory-unreadable"
    REPORTS_DAMAGED = "reports-damaged"
    REPORT_UNKNOWN = "report-unknown"
    REPORT_UNCLEAR = "report-unclear"
    REPORT_TOO_LONG = "report-too-long"
    REPORT_NOT_SEEN = "report-not-seen"
    REPORT_LEFT = "report-left"
    REPORT_NOT_FOLLOWED = "report-not-followed"
    HUB_NONE = "hub-none"
    HUB_ADDRESS = "hub-address"
    HUB_CODE = "hub-code"
    HUB_KEY = "hub-key"
    HUB_CODE_REFUSED = "hub-code-refused"
    HUB_SILENT = "hub-silent"
    HUB_FORGOTTEN = "hub-forgotten"
    FEED_UNREADABLE = "feed-unreadable"
    FEED_NOT_OURS = "feed-not-ours"
    FEED_OLD = "feed-old"
    FOLDER_READ_ONLY = "folder-read-only"
    DISK_FULL = "disk-full"
    FILE_UNWRITABLE = "file-unwritable"
    FONT_MISSING = "font-missing"
    NO_BROWSER = "no-browser"
    NO_DISPLAY = "no-display"
    NO_PRINTER = "no-printer"
    NO_VOICE = "no-voice"
    NO_SOUND_LIBRARY = "no-sound-library"
    NO_SPEAKER = "no-speaker"
    SOUND_CUT = "sound-cut"
    VOICE_STOPPED = "voice-stopped"
    AUDIO_FILE_UNWRITABLE = "audio-file-unwritable"
    SOURCE_MISSING = "source-missing"
    SOURCE_NOT_A_FILE = "source-not-a-file"
    SOURCE_IS_LINK = "source-is-link"
    SOURCE_EMPTY = "source-empty"
    SOURCE_UNREADABLE = "source-unreadable"
    SOURCE_TOO_BIG = "source-too-big"
    SOURCES_TOO_BIG = "sources-too-big"
    SOURCE_KIND_UNKNOWN = "source-kind-unknown"
    SOURCE_HEIC = "source-heic"
    SOURCE_LOCKED = "source-locked"
    SOURCE_DAMAGED = "source-damaged"
    SOURCE_TOO_SLOW = "source-too-slow"
    SOURCE_TOO_MANY_PAGES = "source-too-many-pages"
    SOURCE_TOO_MANY_PIXELS = "source-too-many-pixels"
    SOURCE_CHANGED = "source-changed"
    SOURCE_IS_PROGRAM = "source-is-program"
    ARCHIVE_UNSAFE = "archive-unsafe"
    DISK_SHORT = "disk-short"
    DISK_UNRELIABLE = "disk-unreliable"
    DOCUMENT_UNKNOWN = "document-unknown"
    DOCUMENT_MISSING = "document-missing"
    DOCUMENT_DAMAGED = "document-damaged"
    DOCUMENT_EXCHANGED = "document-exchanged"
    SPACE_CHANGED = "space-changed"
    COPY_CANNOT_FIT = "copy-cannot-fit"
    COPY_OVER_ORIGINAL = "copy-over-original"
    COPY_NAME = "copy-name"
    COPY_NAME_TAKEN = "copy-name-taken"
    MARK_TOO_LONG = "mark-too-long"
    MARK_UNDRAWABLE = "mark-undrawable"
    REDACTED_PAGE_UNKNOWN = "redacted-page-unknown"
    SPACE_ABSENT = "space-absent"
    SPACE_EXISTS = "space-exists"
    SPACES_SEVERAL = "spaces-several"
    SPACE_OPEN_ELSEWHERE = "space-open-elsewhere"
    SPACE_DAMAGED = "space-damaged"
    SPACE_TOO_NEW = "space-too-new"
    SPACE_LOCKED = "space-locked"
    SPACE_STOPPED = "space-stopped"
    PASSWORD_WRONG = "password-wrong"  # noqa: S105 -- a cause
    PASSWORD_TOO_SHORT = "password-too-short"  # noqa: S105
    PASSWORD_TOO_LONG = "password-too-long"  # noqa: S105
    SHEET_WORDS_COUNT = "sheet-words-count"
    SHEET_WORD_UNKNOWN = "sheet-word-unknown"
    SHEET_WORDS_WRONG = "sheet-words-wrong"
    SHEET_WORDS_ASKED_WRONG = "sheet-words-asked-wrong"
    RECOVERY_KEY_WRONG = "recovery-key-wrong"
    PIN_UNFIT = "pin-unfit"
    PIN_WRONG = "pin-wrong"
    PIN_GONE = "pin-gone"
    KEYRING_ABSENT = "keyring-absent"
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_SILENT = "keyring-silent"
    MEMORY_SHORT = "memory-short"


class UserError(Exception):
    """Something a person can act on. ``details`` are the facts the sentence needs (a path, an id, …)."""

    def __init__(self, cause: Cause, **details: str) -> None:
        self.cause = cause
        self.details = details
        super().__init__(cause.value)
