"""What went wrong, said to a person: the cause, what to do, who helps. No Qt: the terminal says the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from dematassist.errors import Cause, UserError
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable


class Problem(NamedTuple):
    """Two sentences: what happened, and what to do now."""

    what: str
    to_do: str

    def __str__(self) -> str:
        return f"{self.what} {self.to_do}".strip()


def problem(error: UserError) -> Problem:
    """Return the sentences for an error. Every cause has its own."""
    return _WORDING[error.cause](error.details)


def _path(details: dict[str, str]) -> str:
    return details.get("path", "")


def _kept(details: dict[str, str]) -> str:
    return details.get("kept", "")


def voice_advice(platform: str = sys.platform) -> str:
    """Say how a voice is added to this system."""
    # The names of the menus change from one version of a system to the next; their search finds them all.
    if platform == "win32":
        return _(
            "Open the settings of Windows and search for the word “voice”. Add a voice of this language. "
            "Then try again. Everything else works."
        )
    if platform == "darwin":
        return _(
            "Open the settings of the Mac and search for the word “voice”. Add a voice of this language. "
            "Then try again. Everything else works."
        )
    return _("Install the free program “espeak-ng”, then try again. Everything else works.")


_NO_VOICE: dict[str, Callable[[], str]] = {
    "fr": lambda: _("No French voice was found."),
    "en": lambda: _("No English voice was found."),
    "ar": lambda: _("No Arabic voice was found."),
}

_WORDING: dict[Cause, Callable[[dict[str, str]], Problem]] = {
    Cause.GUIDE_UNKNOWN: lambda d: Problem(
        _("There is no guide named “{id}”.").format(id=d.get("id", "")),
        _("See the list of guides, or search with your own words."),
    ),
    Cause.STEP_UNKNOWN: lambda d: Problem(
        _("This guide has no step “{id}”.").format(id=d.get("id", "")),
        _("Its steps are: {steps}.").format(steps=d.get("steps", "")),
    ),
    Cause.ANSWER_UNKNOWN: lambda d: Problem(
        _("This guide has no answer “{answer}”.").format(answer=d.get("answer", "")),
        _("Possible answers: {choices}.").format(choices=d.get("choices", "")),
    ),
    Cause.PAPER_UNKNOWN: lambda d: Problem(
        _("There is no kind of paper named “{id}”.").format(id=d.get("id", "")),
        _("See the list: dematassist papers list."),
    ),
    Cause.GUIDE_BROKEN: lambda d: Problem(
        _("The guide in {path} has a mistake, so it is not shown.").format(path=_path(d)),
        _("The other guides work."),
    ),
    Cause.LIBRARY_MISSING: lambda d: Problem(
        _("The guides were not found on this computer ({path}).").format(path=_path(d)),
        _("Install the program again. Nothing of yours is lost."),
    ),
    Cause.LIBRARY_DAMAGED: lambda _d: Problem(
        _("The file of guides was damaged."),
        _("It was made again. Your walks are not touched."),
    ),
    Cause.SHEET_UNKNOWN: lambda d: Problem(
        _("The official sheet “{id}” is not on this computer.").format(id=d.get("id", "")),
        _("Search with your own words, or import a newer archive of official sheets."),
    ),
    Cause.OFFICIAL_UNREADABLE: lambda d: Problem(
        _("This file is not an archive of official sheets we can read: {path}.").format(path=_path(d)),
        # Translators: the name of the file stays as it is.
        _("Choose the file “vosdroits-latest.zip” of the State. The old sheets stay in use."),
    ),
    Cause.OFFICIAL_DAMAGED: lambda _d: Problem(
        _("The official sheets on this computer are damaged."),
        _("Import the archive again. The guides work meanwhile."),
    ),
    Cause.SETTINGS_DAMAGED: lambda d: Problem(
        _("Your display settings could not be read, so the usual ones are in use."),
        _("The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.JOURNEYS_DAMAGED: lambda d: Problem(
        _("The file of your walks was damaged. What could be read is here."),
        _("The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.APPOINTMENTS_DAMAGED: lambda d: Problem(
        _("The file of your appointments was damaged. What could be read is here."),
        _("The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.APPOINTMENT_UNKNOWN: lambda _d: Problem(
        _("This appointment is not here any more."),
        _("Go back to the list of your appointments, or prepare another one."),
    ),
    Cause.APPOINTMENT_UNDATED: lambda _d: Problem(
        _("An appointment without a day cannot go into a calendar."),
        _("Write its day, such as 24/11/2026. The sheet needs none."),
    ),
    Cause.HAND_OVER_NOT_OURS: lambda d: Problem(
        _("This is not a hand-over file, or it is damaged: {path}.").format(path=_path(d)),
        _("Ask the person for the file again. The printed sheet says the same."),
    ),
    Cause.HAND_OVER_TOO_NEW: lambda _d: Problem(
        _("This hand-over file was made by a newer version of the program."),
        _("Install the newer version, or use the printed sheet: it says the same."),
    ),
    Cause.HAND_OVER_WORDS: lambda _d: Problem(
        _("These words do not open this file, or the file is damaged."),
        _("Ask the person for their six words, and write them in the same order."),
    ),
    Cause.DIRECTORY_UNREADABLE: lambda d: Problem(
        _("This file is not a list of places we can read: {path}.").format(path=_path(d)),
        _("Choose the CSV or JSON file of the “cartographie nationale”. The old list stays in use."),
    ),
    Cause.REPORTS_DAMAGED: lambda d: Problem(
        # Translators: {count} is a number of reports.
        _("The file of your reports was damaged. What could be read is here: {count}.").format(
            count=d.get("read", "0")
        ),
        _("The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.REPORT_UNKNOWN: lambda d: Problem(
        _("There is no report “{id}” on this computer.").format(id=d.get("id", "")),
        _("See the list of your reports."),
    ),
    Cause.REPORT_UNCLEAR: lambda d: Problem(
        # Translators: {field} is the name of a field, in English.
        _("Something in this report is not understood ({field}).").format(field=d.get("field", "")),
        _("Change it, or leave it empty."),
    ),
    Cause.REPORT_TOO_LONG: lambda d: Problem(
        _("The text has {characters} characters. The most is {most}.").format(
            characters=d.get("characters", ""), most=d.get("most", "")
        ),
        _("Say what happened in a few sentences."),
    ),
    Cause.REPORT_NOT_SEEN: lambda _d: Problem(
        _("This report changed since you read it. Nothing was sent."),
        _("Read again what would leave, then say yes."),
    ),
    Cause.REPORT_LEFT: lambda _d: Problem(
        _("This report has left, or may have left. It can no longer be changed."),
        _("You can write another one."),
    ),
    Cause.REPORT_NOT_FOLLOWED: lambda _d: Problem(
        _("Nothing is known yet of what became of this report."),
        _("You can say later whether it is corrected."),
    ),
    Cause.HUB_NONE: lambda _d: Problem(
        _("This computer knows no hub of reports."),
        _("Your reports are kept. They can leave on a stick, by e-mail or on paper."),
    ),
    Cause.HUB_ADDRESS: lambda d: Problem(
        _("This is not the address of a hub: {url}.").format(url=d.get("url", "")),
        _("It begins with https://. Copy it from the letter or the message of your coordinator."),
    ),
    Cause.HUB_CODE: lambda _d: Problem(
        _("This is not a code of enrolment."),
        _("It has sixteen letters and digits, four by four. Copy it again."),
    ),
    Cause.HUB_KEY: lambda _d: Problem(
        _("This is not the key of a hub."),
        _("It has 44 characters and ends with =. Copy it again, whole."),
    ),
    Cause.HUB_CODE_REFUSED: lambda _d: Problem(
        _("The hub does not accept this code."),
        _("It may have served already, or be too old. Ask your coordinator for another one."),
    ),
    Cause.HUB_SILENT: lambda d: Problem(
        _("The hub does not answer: {url}.").format(url=d.get("url", "")),
        _("Look at the connection and at the address, then try again. The same code still serves."),
    ),
    Cause.HUB_FORGOTTEN: lambda d: Problem(
        _("The file that names your hub was damaged. Your reports are kept."),
        _("Ask your coordinator for a new code. The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.FEED_UNREADABLE: lambda d: Problem(
        _("This is not a file of known problems: {path}.").format(path=_path(d)),
        _("Ask your coordinator for the file again. What was known stays."),
    ),
    Cause.FEED_NOT_OURS: lambda _d: Problem(
        _("Your hub did not sign this file of known problems, so it was not taken in."),
        _("Ask your coordinator where it comes from. What was known stays."),
    ),
    Cause.FEED_OLD: lambda _d: Problem(
        _("This file of known problems is older than what is known here."),
        _("Ask your coordinator for the newest one. What was known stays."),
    ),
    Cause.NOTHING_TO_CARRY: lambda _d: Problem(
        _("No report waits, so nothing was written."),
        _("Read a report again and say yes: then it waits."),
    ),
    Cause.MAILBOX: lambda d: Problem(
        _("This is not an e-mail address: {to}.").format(to=d.get("to", "")),
        _("Correct it, or leave it empty: you will write it in your mail program."),
    ),
    Cause.DESK_NOTES_DAMAGED: lambda d: Problem(
        _("The file of the notes of this place was damaged."),
        _("The old file is kept here: {path}.").format(path=_kept(d)),
    ),
    Cause.FOLDER_READ_ONLY: lambda d: Problem(
        _("We cannot write in this folder: {path}.").format(path=_path(d)),
        _("You can go on. What you do now will not be kept when you close the program."),
    ),
    Cause.DISK_FULL: lambda _d: Problem(
        _("The disk is full, so this was not saved."),
        _("Delete a file you no longer need, then try again. You can go on reading."),
    ),
    Cause.FILE_UNWRITABLE: lambda d: Problem(
        _("This file could not be written: {path}.").format(path=_path(d)),
        _("Choose another place, such as your documents folder or a USB stick."),
    ),
    Cause.FONT_MISSING: lambda _d: Problem(
        _("The letters you chose are not on this computer."),
        _("Other letters are in use."),
    ),
    Cause.NO_BROWSER: lambda d: Problem(
        _("No internet browser opened."),
        _("Type this address in a browser: {url}").format(url=d.get("url", "")),
    ),
    Cause.NO_DISPLAY: lambda _d: Problem(
        _("There is no screen to open a window on."),
        _(
            "Without a window you can use: dematassist search, dematassist show, dematassist sheet,"
            " dematassist guides list."
        ),
    ),
    Cause.NO_PRINTER: lambda _d: Problem(
        _("No printer was found."),
        _("Save the sheet as a file, and print it elsewhere: France Services can do it for you."),
    ),
    Cause.NO_VOICE: lambda d: Problem(
        _NO_VOICE.get(d.get("lang", ""), lambda: _("No voice was found for this language."))(),
        voice_advice(),
    ),
    Cause.NO_SOUND_LIBRARY: lambda _d: Problem(
        _("The sound of this computer cannot be used: a part of the program is missing."),
        _("Install the program again. Everything else works."),
    ),
    Cause.NO_SPEAKER: lambda _d: Problem(
        _("No loudspeaker was found."),
        _("Plug in a loudspeaker or headphones, then try again."),
    ),
    Cause.SOUND_CUT: lambda _d: Problem(
        _("The sound was cut off."),
        _("Look whether the loudspeaker or the headphones are still plugged in, then listen again."),
    ),
    Cause.VOICE_STOPPED: lambda _d: Problem(
        _("The voice stopped several times, so the reading ended."),
        _("Try another voice in the settings. Everything else works."),
    ),
    Cause.AUDIO_FILE_UNWRITABLE: lambda d: Problem(
        _("The sound file could not be written: {path}.").format(path=_path(d)),
        _("Choose another place, such as your documents folder or a USB stick."),
    ),
    Cause.SOURCE_MISSING: lambda d: Problem(
        _("There is no file here: {path}.").format(path=_path(d)),
        _("Look at its name and its folder, then choose it again."),
    ),
    Cause.SOURCE_NOT_A_FILE: lambda d: Problem(
        _("This is not a file: {path}.").format(path=_path(d)),
        _("Choose a PDF file or a photograph."),
    ),
    Cause.SOURCE_IS_LINK: lambda d: Problem(
        _("This is only a link to another file: {path}.").format(path=_path(d)),
        _("Choose the file itself."),
    ),
    Cause.SOURCE_EMPTY: lambda d: Problem(
        _("This file is empty: {path}.").format(path=_path(d)),
        _("Scan the paper again, take a new photograph, or download the file again."),
    ),
    Cause.SOURCE_UNREADABLE: lambda d: Problem(
        _("This file cannot be opened: {path}.").format(path=_path(d)),
        _("Copy it to your documents folder, then choose the copy."),
    ),
    Cause.SOURCE_TOO_BIG: lambda d: Problem(
        _("This file is bigger than {megabytes} MB: {path}.").format(
            path=_path(d), megabytes=d.get("megabytes", "")
        ),
        _("Scan the paper again at 300 dots an inch, or take a photograph of it."),
    ),
    Cause.SOURCES_TOO_BIG: lambda d: Problem(
        _("Together, these files are bigger than {megabytes} MB.").format(megabytes=d.get("megabytes", "")),
        _("Choose fewer files, and make several copies."),
    ),
    Cause.SOURCE_KIND_UNKNOWN: lambda d: Problem(
        _("This is neither a PDF nor a photograph we can read: {path}.").format(path=_path(d)),
        _("Choose a PDF, JPEG, PNG, TIFF or WebP file. A text can be saved as a PDF by what wrote it."),
    ),
    Cause.SOURCE_HEIC: lambda d: Problem(
        _("This photograph is in a format of telephones (HEIC): {path}.").format(path=_path(d)),
        _("On the telephone, choose “most compatible” (JPEG) in the camera settings, or take a screenshot."),
    ),
    Cause.SOURCE_LOCKED: lambda d: Problem(
        _("This PDF is locked by a password: {path}.").format(path=_path(d)),
        _("Open it with its password, print it “to a PDF file”, then choose that file."),
    ),
    Cause.SOURCE_DAMAGED: lambda d: Problem(
        _("This file is damaged and cannot be read: {path}.").format(path=_path(d)),
        _("Download it again, scan the paper again, or take a photograph of it."),
    ),
    Cause.SOURCE_TOO_SLOW: lambda d: Problem(
        _("This file takes too long to read, so we stopped: {path}.").format(path=_path(d)),
        _("Print it and take a photograph of it, or try it alone."),
    ),
    Cause.SOURCE_TOO_MANY_PAGES: lambda d: Problem(
        _("There are more than {pages} pages in all, with this file: {path}.").format(
            path=_path(d), pages=d.get("pages", "")
        ),
        _("Keep only the pages that are asked for."),
    ),
    Cause.SOURCE_TOO_MANY_PIXELS: lambda d: Problem(
        _("This picture is too large to be opened: {path}.").format(path=_path(d)),
        _("Scan the paper again at 300 dots an inch, or take a photograph of it."),
    ),
    Cause.SOURCE_CHANGED: lambda d: Problem(
        _("This file changed while we were reading it: {path}. Nothing was stored.").format(path=_path(d)),
        _("Wait until it is saved or downloaded, then choose it again."),
    ),
    Cause.SOURCE_IS_PROGRAM: lambda d: Problem(
        _("This is a program, not a paper: {path}. It was not stored.").format(path=_path(d)),
        _("Ask who sent it for a PDF or a photograph. Do not open it."),
    ),
    Cause.ARCHIVE_UNSAFE: lambda d: Problem(
        _("This ZIP file is not made as it should be: {path}. Nothing was taken from it.").format(
            path=_path(d)
        ),
        _("Ask for the papers one by one, as PDF files."),
    ),
    Cause.DISK_SHORT: lambda d: Problem(
        _("There is not enough room to store this safely: {megabytes} MB are needed.").format(
            megabytes=d.get("megabytes", "")
        ),
        _("Make room on the disk or the USB stick, then try again. Nothing was lost."),
    ),
    Cause.DISK_UNRELIABLE: lambda d: Problem(
        _("The disk or the USB stick did not keep what was written: {path}.").format(path=_path(d)),
        _("The document was not stored. Keep the paper, and use another disk or stick."),
    ),
    Cause.BAG_DAMAGED: lambda d: Problem(
        _("This file was not made by “Take everything with me”, or it is damaged: {path}.").format(
            path=_path(d)
        ),
        _("Choose another copy of it. Nothing was changed here."),
    ),
    Cause.BAG_LOCKED: lambda d: Problem(
        _("This file is sealed by a password: {path}.").format(path=_path(d)),
        _("Type the password that was chosen when the file was made."),
    ),
    Cause.BAG_PASSWORD_WRONG: lambda d: Problem(
        _("This is not the password of this file, or the file is damaged: {path}.").format(path=_path(d)),
        _("Type the password that was chosen when the file was made."),
    ),
    Cause.BAG_TOO_BIG: lambda d: Problem(
        _("With a password, at most {megabytes} MB can be taken in one file.").format(
            megabytes=d.get("megabytes", "")
        ),
        _("Take everything without a password. Or copy the encrypted folder itself: it stays sealed."),
    ),
    Cause.DOCUMENT_UNKNOWN: lambda _details: Problem(
        _("This document is not in your encrypted folder any more."),
        _("Look in the trash, or add it again."),
    ),
    Cause.DOCUMENT_MISSING: lambda _details: Problem(
        _("The file of this document is not there any more."),
        _("Look for it in a copy of your encrypted folder, or add the paper again. The others are safe."),
    ),
    Cause.DOCUMENT_DAMAGED: lambda _details: Problem(
        _("This document is damaged and cannot be opened."),
        _("Take it from a copy of your encrypted folder, or add the paper again. The others are safe."),
    ),
    Cause.DOCUMENT_EXCHANGED: lambda _details: Problem(
        _("Another file was put in the place of this document."),
        _("Take it from a copy of your encrypted folder, or add the paper again. The others are safe."),
    ),
    Cause.SPACE_CHANGED: lambda _details: Problem(
        _("Another window or another computer changed this encrypted folder meanwhile."),
        _("Close it everywhere, then open it here again."),
    ),
    Cause.COPY_CANNOT_FIT: lambda d: Problem(
        _("It cannot be read any more when it is made to fit in {megabytes} MB. Nothing was written.").format(
            megabytes=d.get("megabytes", "")
        ),
        _("Send fewer pages at once, or a larger file if the site accepts one. The post takes paper too."),
    ),
    Cause.COPY_OVER_ORIGINAL: lambda d: Problem(
        _("The copy would take the place of your original: {path}.").format(path=_path(d)),
        _("Choose another name."),
    ),
    Cause.COPY_NAME: lambda d: Problem(
        _("This name does not go with the format “{format}”: {path}.").format(
            path=_path(d), format=d.get("format", "")
        ),
        _("Choose a name that ends like the format."),
    ),
    Cause.COPY_NAME_TAKEN: lambda d: Problem(
        _("There is already a file here: {path}.").format(path=_path(d)),
        _("Choose another name, or an empty folder."),
    ),
    Cause.CODE_NOT_FOUND: lambda d: Problem(
        _("No official square code (2D-Doc) was found on this paper: {path}.").format(path=_path(d)),
        _("If there is one, take a photograph of it alone, flat, in good light."),
    ),
    Cause.TRUST_UNREADABLE: lambda d: Problem(
        _("This is neither a list nor a certificate of trust: {path}.").format(path=_path(d)),
        # Translators: the name of the file stays as it is.
        _("Choose the file “tsl_signed.xml” of France Titres and the certificates of the signers."),
    ),
    Cause.MARK_TOO_LONG: lambda d: Problem(
        _("The mark has more than {letters} letters.").format(letters=d.get("letters", "")),
        _("Write who the copy is for, what for, and the day."),
    ),
    Cause.MARK_UNDRAWABLE: lambda d: Problem(
        _("The mark has a letter that cannot be drawn: {letter}").format(letter=d.get("letter", "")),
        _("Write the mark with Latin letters and digits."),
    ),
    Cause.REDACTED_PAGE_UNKNOWN: lambda d: Problem(
        _("There is no page {page}: the copy has {pages} pages.").format(
            page=d.get("page", ""), pages=d.get("pages", "")
        ),
        _("Choose again what to black out."),
    ),
    Cause.SPACE_ABSENT: lambda d: Problem(
        _("There is no encrypted folder here: {path}.").format(path=_path(d)),
        _("Look at where it is, perhaps on a USB stick. Or create one."),
    ),
    Cause.SPACE_EXISTS: lambda d: Problem(
        _("There is an encrypted folder here already: {path}.").format(path=_path(d)),
        _("Open it, or choose another place."),
    ),
    Cause.SPACES_SEVERAL: lambda d: Problem(
        _("There are several encrypted folders here: {path}.").format(path=_path(d)),
        _("Choose one of those whose name ends with “.dossier”."),
    ),
    Cause.SPACE_OPEN_ELSEWHERE: lambda _d: Problem(
        _("This encrypted folder is open in another window or on another computer."),
        _("Lock it there, then try again."),
    ),
    Cause.SPACE_DAMAGED: lambda _d: Problem(
        _("The header of this encrypted folder is damaged, or was changed. Your documents are not touched."),
        _("Open it with the recovery sheet. The file LISEZMOI.txt of the folder says how, without us too."),
    ),
    Cause.SPACE_TOO_NEW: lambda _d: Problem(
        _("This encrypted folder was made by a newer version of the program."),
        _("Install the newer version, then open it again. Nothing was changed."),
    ),
    Cause.SPACE_LOCKED: lambda _d: Problem(
        _("Your documents are locked."),
        _("Open them with your password."),
    ),
    Cause.SPACE_STOPPED: lambda _d: Problem(
        _("What reads your documents stopped. They are locked, and what was saved is saved."),
        _("Open them again with your password."),
    ),
    Cause.PASSWORD_WRONG: lambda _d: Problem(
        _("This is not the password."),
        _("Type it again. Or open with the recovery sheet."),
    ),
    Cause.PASSWORD_TOO_SHORT: lambda d: Problem(
        _("The password has fewer than {letters} characters.").format(letters=d.get("letters", "")),
        _("Take a longer one: several words that have nothing to do with one another."),
    ),
    Cause.PASSWORD_TOO_LONG: lambda d: Problem(
        _("The password has more than {letters} characters.").format(letters=d.get("letters", "")),
        _("Take a shorter one. Six words are enough."),
    ),
    Cause.SHEET_WORDS_COUNT: lambda d: Problem(
        _("The recovery sheet has twelve words. Here, there are {count}.").format(count=d.get("count", "")),
        _("Copy the twelve words, in the order of their numbers."),
    ),
    Cause.SHEET_WORD_UNKNOWN: lambda d: Problem(
        _("Word number {number} is not a word of a recovery sheet.").format(number=d.get("number", "")),
        _("Compare it with your sheet. Its first four letters are enough."),
    ),
    Cause.SHEET_WORDS_WRONG: lambda _d: Problem(
        _("These twelve words do not open this encrypted folder."),
        _("Compare each word and their order with your sheet. Take the newest sheet, if you have several."),
    ),
    Cause.SHEET_WORDS_ASKED_WRONG: lambda _d: Problem(
        _("These are not the two words of the sheet."),
        _("Look at the numbers in front of the words, then copy them again. Nothing was created yet."),
    ),
    Cause.RECOVERY_KEY_WRONG: lambda _d: Problem(
        _("This recovery key does not open this encrypted folder."),
        _("Read the square code of the newest sheet again. Or type its twelve words."),
    ),
    Cause.PIN_UNFIT: lambda d: Problem(
        _("The short code must have {digits} digits, not all the same.").format(digits=d.get("digits", "")),
        _("Choose another one."),
    ),
    Cause.PIN_WRONG: lambda d: Problem(
        _("This is not the short code."),
        _("Type it again. Tries left before the password is asked: {left}.").format(left=d.get("left", "")),
    ),
    Cause.PIN_GONE: lambda _d: Problem(
        _("The short code cannot be used any more."),
        _("Open with your password. You can then choose a new code."),
    ),
    Cause.KEYRING_ABSENT: lambda _d: Problem(
        _("This computer has no safe place for a short code."),
        _("Open with your password."),
    ),
    Cause.KEYRING_LOCKED: lambda _d: Problem(
        _("The keyring of this computer is locked."),
        _("Open with your password."),
    ),
    Cause.KEYRING_SILENT: lambda _d: Problem(
        _("The keyring of this computer does not answer."),
        _("Open with your password."),
    ),
    Cause.MANDATE_UNKNOWN: lambda _d: Problem(
        _("No mandate with this number was printed at this place."),
        _("Look at the number again: it has eight figures. Another place may have printed it."),
    ),
    Cause.MANDATE_OVER: lambda _d: Problem(
        _("This mandate is over: its copies are not opened any more, and are deleted."),
        _("Make another mandate with the person, if they want one."),
    ),
    Cause.MEMORY_SHORT: lambda d: Problem(
        _("Opening needs {megabytes} MB of memory, and this computer has less left.").format(
            megabytes=d.get("megabytes", "")
        ),
        _("Close other programs, then try again."),
    ),
}
