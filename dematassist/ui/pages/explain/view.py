"""What each page is for, in a few sentences."""

from __future__ import annotations

from typing import NamedTuple

from dematassist.i18n import _


class ExplainView(NamedTuple):
    """What a page is for, and the keys that work everywhere."""

    title: str
    purpose: tuple[str, ...]
    keys: tuple[str, ...]


def explain_view(about: str) -> ExplainView:
    """Explain the page whose route has this name."""
    return ExplainView(_("What is this page?"), _purpose().get(about, _purpose()["Home"]), _keys())


def _purpose() -> dict[str, tuple[str, ...]]:
    return {
        "Home": (
            _("Here you say what you want to do, in your own words."),
            _("The program looks in its guides. It needs no internet."),
            _("Choose an answer to see what to prepare. Nothing is sent to anyone."),
        ),
        "ThemeGuides": (_("Here are the guides of one theme. Choose one to see what to prepare."),),
        "Before": (
            _("Here you see what to know before starting: price, time, papers, and every way to do it."),
            _("“Start” opens the first question or the first step."),
        ),
        "Walk": (
            _("Here is one step. Do what is written, then tick the box."),
            _("What you tick and write is kept as you go. Nothing is sent to anyone."),
            _("“Step done” goes to the next step. “Previous” never loses anything."),
        ),
        "Recap": (_("Here is all you have answered, ticked and written. You can change each thing."),),
        "After": (_("Here you see what happens next, when to worry, and how to say you do not agree."),),
        "Sheet": (_("Here is a sheet to keep. You can read it, save it or print it."),),
        "DeskEnd": (
            _("Here a session at a shared computer ends: a page to keep, what to check, then all is erased."),
            _("Nothing of this person was written on the disk of this computer."),
        ),
        "DeskPaused": (_("Nobody touched the computer for three minutes: what was shown is hidden."),),
        "NewMandate": (
            _("Here a person says what the mediator may do for them, for which procedures, until when."),
            _("The sheet is then printed and signed by hand. The name is on the paper only."),
        ),
        "LeaveCopies": (
            _("Here you choose the papers whose copies stay here, encrypted, until the end of the mandate."),
            _("Nothing else of your folder is given. You can end the mandate at any time."),
        ),
        "DeskStart": (_("Here a session begins: with your stick, with a mandate, or without anything."),),
        "Mandates": (
            _("Here you check whether a mandate was printed at this place, and you end one."),
            _("They are known by their number. No name is kept."),
        ),
        "Papers": (
            _("Here you see each paper: what it looks like, who gives it, and where to get it."),
            _("“We do not know” means that no source we read says it."),
        ),
        "SendFile": (
            _("Here you make a copy of your papers that the site accepts: small enough, and readable."),
            _("You choose the papers, you say what the site accepts, then you look at the copy."),
            _("It is saved where you want. You send it yourself, on the site."),
        ),
        "SendHide": (
            _("Here you hide what nobody needs to know, such as an account number."),
            _("On the picture, the arrows move the box. Shift and the arrows change its size."),
        ),
        "SendCheck": (
            _("Here is the copy as the service will see it. Look whether everything can be read."),
            _("Nothing is saved before you say so."),
        ),
        "Practice": (
            _("Here is the invented person of your practice, with their numbers and their papers."),
            _("Nothing of a practice is kept. “End the practice” is on every page."),
        ),
        "Documents": (
            _("Here you keep your papers in an encrypted folder: nobody reads them without your password."),
            _("You can add papers, see which ones end soon, and take them out again."),
            _("Type a word to find a paper again: a small mistake in it does no harm."),
            _("Say where your scanner puts its files: each new one is offered here."),
            _("“Close the folder” forgets the password at once."),
        ),
        "NewSpace": (
            _("Here you make your encrypted folder. You choose a password, then you keep a recovery sheet."),
            _("Nothing is made before the two words are copied back."),
        ),
        "RecoverSpace": (
            _("Here you open your folder with the recovery sheet, and you choose another password."),
        ),
        "SeveralPages": (
            _("Here you make one paper of several photographs or scans: an identity card has two sides."),
            _("“Move up” and “Move down” put the pages in order."),
        ),
        "SpaceCare": (
            _("Here you change the password of your folder, or its recovery sheet when it was lost."),
            _("On your own computer, you can choose a short code to open it."),
            _("You can also have each paper opened, to be sure that it is whole."),
        ),
        "MoveIn": (
            _("Here you put in your folder the walks and appointments that you began outside it."),
            _("They are then seen only while your folder is open."),
        ),
        "Carry": (
            _("Here you take all your papers with you, in one file that opens everywhere."),
            _("You can also take such a file back, on this computer or on another one."),
        ),
        "OneDocument": (
            _("Here is one of your papers: what it is, until when it serves, and how it looks."),
        ),
        "Appointments": (
            _("Here are your appointments. For each, we make one list of papers, whatever the procedures."),
            _("Nothing is sent to anyone. It is you who makes the appointment, by phone or on a site."),
        ),
        "Appointment": (
            _("Here is what to bring, what to ask for first, and what to ask there."),
            _("Tick the papers that you have. The sheet can be printed, in large print too."),
        ),
        "AppointmentForm": (
            _("Here you write when, where and with whom. Everything may stay empty."),
            _("Choose the procedures that you will speak of. Their papers are put together."),
        ),
        "HandOver": (
            _("Here you choose what another professional may know: nothing is ticked for you."),
            _("You carry the sheet and the file yourself. Nothing is sent."),
        ),
        "HandOverReady": (
            _("Here are the sheet to sign, the sealed file, and the six words that open it."),
            _("Keep the words apart from the file: without them, nobody reads it."),
        ),
        "TakeOver": (
            _("Here you open the file that a person brings, with the words that they give you."),
            _("Their procedures begin again here. Nothing else of the other computer comes with them."),
        ),
        "Help": (
            _("Here are people who can help you: by phone, at a desk, or in an emergency."),
            _("Nobody is called by the program. You dial the number yourself."),
        ),
        "Blocked": (
            _("Here you say what does not work: one press notes it. Nothing leaves without your agreement."),
            _("Below, there is always another way, or we tell you that there is none."),
        ),
        "Noted": (
            _("Here you see what was noted, and what you can do meanwhile."),
            _("You can stop here. You can also send it, to help correct the problem."),
        ),
        "ReportDetails": (
            _("Here you can say more of what happened. Nothing is compulsory."),
            _("What looks like a name or a number of yours is underlined, and masked before it leaves."),
        ),
        "ReportPreview": (
            _("Here is exactly what would leave, in words and to the letter."),
            _("“Send later” says yes to it. “Take back” says no, and nothing leaves."),
        ),
        "MyReports": (
            _("Here are your reports: what waits, what arrived, and what became of it."),
            _("Without internet they wait here. They leave by themselves when there is a connection."),
        ),
        "HubSettings": (
            _("Here you join a hub of reports: it gathers them and tells what becomes of them."),
            _("Your coordinator gives you its address and a code. Without them, everything else works."),
        ),
        "DeskNote": (
            _("Here you leave a note for the people of this place. It shows at this step, on this computer."),
        ),
        "Sources": (_("Here you see where each fact comes from, and what we do not know."),),
        "OfficialLibrary": (
            _("Here are the texts of the State kept on this computer, and how old they are."),
            _("You can take in a newer archive. The old texts stay until the new ones are ready."),
        ),
        "OfficialSheet": (
            _("Here is a text of the State, kept on this computer. You read it one chapter at a time."),
            _("Answer its questions: it then shows what is for you."),
            _("Control, Shift and down go to the next heading. Control, Shift and up go back."),
        ),
        "ComfortSettings": (_("Here you choose how the pages look. Each choice shows at once."),),
        "VoiceSettings": (_("Here you choose the voice that reads the pages aloud. Try it as you like."),),
        "Pronunciation": (
            _("Here you tell the voice how to say a word that it says badly. You hear it at once."),
        ),
        "Welcome": (_("These three questions help the program suit you. You can skip them."),),
    }


def _keys() -> tuple[str, ...]:
    return (
        _("Tab goes to the next thing. Shift and Tab go back."),
        _("Space or Enter presses the button you are on."),
        _("Escape goes back to the page before."),
        _("F6 goes from the top bar to the page, then to the bottom bar."),
        _("Control and K go to the search."),
        _("Control and T: talk to someone. Control and B: it does not work."),
        _("Control and plus: larger text. Control and minus: smaller text."),
        _("Control and L: hear the page, or pause. Escape: silence."),
        _("Alt and down: next sentence. Alt and up: sentence before. Control and R: again."),
        _("F1 opens this explanation."),
    )
