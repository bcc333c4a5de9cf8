"""Every place a person can be in the program, as a value. « Back » is a list of these.

Two places that hold the same id are equal as tuples: compare them with ``is_same_place``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dematassist.guides.themes import Theme


class _Single:
    """A place that is always about the same thing. A ``NamedTuple`` takes ten times longer at start."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class Home(NamedTuple):
    """One question, a search field, walks to resume, themes."""

    query: str = ""


class ThemeGuides(NamedTuple):
    """The guides of a theme."""

    theme: Theme


class Before(NamedTuple):
    """What to know before starting a guide."""

    guide_id: str


class Walk(NamedTuple):
    """The question or the step a journey is at."""

    journey_id: str


class Recap(NamedTuple):
    """Answers, ticks and notes of a journey."""

    journey_id: str


class After(NamedTuple):
    """What comes once the steps are done."""

    journey_id: str


class SheetKind(Enum):
    """Which sheet."""

    PREPARATION = "preparation"
    RESULT = "result"
    PROOF = "proof"
    APPOINTMENT = "appointment"
    HAND_OVER = "hand-over"
    RECEIPT = "receipt"
    """What was done in this session at a desk, on all its walks."""
    MANDATE = "mandate"
    """The paper mandate that was just filled in."""


class Sheet(NamedTuple):
    """A sheet to read, save or print. ``journey_id`` is empty before a walk; a proof is of a report."""

    kind: SheetKind
    guide_id: str
    journey_id: str = ""
    report_id: str = ""
    appointment_id: str = ""


class Papers(NamedTuple):
    """The papers of a guide, one by one. ``journey_id`` is empty before a walk."""

    guide_id: str
    journey_id: str = ""


class SendFile(NamedTuple):
    """The papers and limits of a file to send. Ids are empty outside a guide, a walk, a step."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


class SendHide(NamedTuple):
    """Parts of a page to black out. ``paper`` is its place in the list, from 0; ``page`` counts from 1."""

    paper: int
    page: int
    of: SendFile


class SendCheck(NamedTuple):
    """The copy that was made, to look at before it is saved."""

    of: SendFile


class Practice(_Single):
    """The invented person of the practice under way, and their papers."""

    __slots__ = ()


class Documents(NamedTuple):
    """« Mes documents »: made, opened, listed, or what is in the trash."""

    is_trash: bool = False
    query: str = ""


class NewSpace(_Single):
    """Making the encrypted folder: password, recovery sheet, two words asked back."""

    __slots__ = ()


class RecoverSpace(_Single):
    """Opening the encrypted folder with the recovery sheet."""

    __slots__ = ()


class SeveralPages(_Single):
    """Several photographs or scans kept as one paper, in order."""

    __slots__ = ()


class MoveIn(_Single):
    """The walks and appointments that are not in the open folder yet, to put there one by one or together."""

    __slots__ = ()


class SpaceCare(_Single):
    """Protecting the encrypted folder: password, sheet, proof, dates."""

    __slots__ = ()


class Carry(_Single):
    """« Tout emporter », and taking it back."""

    __slots__ = ()


class OneDocument(NamedTuple):
    """A document of the open folder."""

    document_id: str
    page: int = 1


class Appointments(NamedTuple):
    """« Préparer un rendez-vous »: the appointments of this person."""


class Appointment(NamedTuple):
    """One appointment: papers, what to get first, questions."""

    appointment_id: str


class AppointmentForm(NamedTuple):
    """What is known of an appointment, to write and to change."""

    appointment_id: str


class HandOver(NamedTuple):
    """What a person agrees to pass on to another professional, item by item."""


class HandOverReady(NamedTuple):
    """A hand-over note that is made: its sheet, its file, its words."""


class TakeOver(NamedTuple):
    """Opening a hand-over file that a person carries."""


class Help(NamedTuple):
    """« Parler à quelqu'un ». Ids are empty outside a guide, a walk, a step."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


class Blocked(NamedTuple):
    """« Ça ne marche pas »: what happened, and another way, for the step the person is at."""

    guide_id: str = ""
    journey_id: str = ""
    step_id: str = ""


class Noted(NamedTuple):
    """A report was just recorded: what helps now. ``journey_id`` is empty outside a walk."""

    report_id: str
    journey_id: str = ""


class ReportDetails(NamedTuple):
    """What more may be said in a report; nothing is asked for."""

    report_id: str


class ReportPreview(NamedTuple):
    """The very bytes of a report that would leave, to say yes or to take back."""

    report_id: str


class MyReports(_Single):
    """The reports of this computer, and what became of them."""

    __slots__ = ()


class HubSettings(_Single):
    """Which hub receives the reports of this computer, and joining one."""

    __slots__ = ()


class DeskNote(NamedTuple):
    """What the people of this desk leave for each other at a step. ``journey_id`` is where to come back."""

    guide_id: str
    step_id: str
    journey_id: str = ""


class Sources(NamedTuple):
    """Where the facts of a guide come from, and what is not known."""

    guide_id: str


class OfficialLibrary(_Single):
    """The official sheets kept on this computer."""

    __slots__ = ()


class OfficialSheet(NamedTuple):
    """A sheet of the State. ``answers`` are choices by place in it; ``chapter`` 0 is its beginning.

    ``at`` is the question that was just answered: the focus stays there.
    """

    sheet_id: str
    chapter: int = 0
    answers: tuple[tuple[str, int], ...] = ()
    at: str = ""


class DeskEnd(_Single):
    """The end of a session at a shared computer."""

    __slots__ = ()


class DeskPaused(_Single):
    """Shown in place of what a person left on the screen of a shared computer."""

    __slots__ = ()


class NewMandate(_Single):
    """Filling in a paper mandate, with the person."""

    __slots__ = ()


class LeaveCopies(_Single):
    """Choosing the papers whose copies stay here for the time of a mandate."""

    __slots__ = ()


class DeskStart(_Single):
    """The beginning of a session at a shared computer: from a stick, with a mandate, or as a guest."""

    __slots__ = ()


class Mandates(_Single):
    """The paper mandates of this desk: check one, end one."""

    __slots__ = ()


class ComfortSettings(_Single):
    """Text, colours, fonts, reading, language."""

    __slots__ = ()


class VoiceSettings(_Single):
    """The voice that reads aloud."""

    __slots__ = ()


class Pronunciation(_Single):
    """How the person wants words said."""

    __slots__ = ()


class Welcome(_Single):
    """The three skippable questions of the first start."""

    __slots__ = ()


class Explain(NamedTuple):
    """What a page is for and what can be done there. ``about`` is the route name of that page."""

    about: str


Route = (
    Home
    | ThemeGuides
    | Before
    | Walk
    | Recap
    | After
    | Sheet
    | Papers
    | SendFile
    | SendHide
    | SendCheck
    | Practice
    | Documents
    | NewSpace
    | RecoverSpace
    | SeveralPages
    | MoveIn
    | SpaceCare
    | Carry
    | OneDocument
    | Appointments
    | Appointment
    | AppointmentForm
    | HandOver
    | HandOverReady
    | TakeOver
    | Help
    | Blocked
    | Noted
    | ReportDetails
    | ReportPreview
    | MyReports
    | HubSettings
    | DeskNote
    | Sources
    | OfficialLibrary
    | OfficialSheet
    | DeskEnd
    | DeskPaused
    | NewMandate
    | Mandates
    | LeaveCopies
    | DeskStart
    | ComfortSettings
    | VoiceSettings
    | Pronunciation
    | Welcome
    | Explain
)


def is_same_place(one: Route, other: Route) -> bool:
    """Return whether two routes lead to the same page about the same thing."""
    return type(one) is type(other) and one == other


TELL_OF_WALKS = (
    Before,
    Sheet,
    DeskEnd,
    Appointments,
    Appointment,
    AppointmentForm,
    HandOver,
    HandOverReady,
    MoveIn,
)
"""The places that tell of walks or appointments without being about a walk."""


def journey_of(route: Route) -> str:
    """Return the walk that a place is about; nothing when it is about none."""
    about = route.of if isinstance(route, (SendHide, SendCheck)) else route
    return str(getattr(about, "journey_id", ""))


def appointment_of(route: Route) -> str:
    """Return the appointment that a place is about; nothing when it is about none."""
    return str(getattr(route, "appointment_id", ""))
