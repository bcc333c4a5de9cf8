"""The widgets of the walk: one question, or one step, a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup

from dematassist.changes import Changed
from dematassist.guides.model import UNSURE
from dematassist.i18n import _
from dematassist.journeys import model
from dematassist.journeys.model import AtEnd, AtQuestion, AtStep
from dematassist.system.settings import Computer
from dematassist.ui import routes
from dematassist.ui.pages.walk.base import WalkPage
from dematassist.ui.pages.walk.known import Known
from dematassist.ui.pages.walk.notes import NoteFields
from dematassist.ui.pages.walk.sheet_text import add_sheet_text
from dematassist.ui.pages.walk.view import question_view, step_view
from dematassist.ui.theme.pictograms import Pictogram
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton, Weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from dematassist.changes import Changes
    from dematassist.guides.model import Question, Step
    from dematassist.journeys.record import Walk
    from dematassist.ui.page import Page
    from dematassist.ui.pages.walk.view import ActionView
    from dematassist.ui.shell import Shell


def make_walk_page(shell: Shell, route: routes.Walk) -> Page:
    """Make the page of where the journey is."""
    walk = shell.app.journeys.walk(route.journey_id, shell.app.lang)
    match model.settled(walk.guide, walk.journey.answers, walk.journey.position):
        case AtQuestion(question=question_id):
            return QuestionPage(shell, walk, model.question_of(walk.guide, question_id))
        case AtStep(step=step_id):
            return StepPage(shell, walk, walk.guide.step(step_id))
        case AtEnd():
            from dematassist.ui.pages.after.page import AfterPage

            return AfterPage(shell, routes.After(route.journey_id))


class QuestionPage(WalkPage):
    """One question. Choosing keeps the answer; « next » goes on."""

    def __init__(self, shell: Shell, walk: Walk, question: Question) -> None:
        view = question_view(walk, question)
        super().__init__(shell, walk, view.title)
        self._question = question
        self.line(view.progress, is_quiet=True)
        if view.why:
            self.line(_("Why this question: {why}").format(why=view.why), is_quiet=True)
        self._group = QButtonGroup(self)
        for choice in view.choices:
            radio = RadioButton(choice.text, is_checked=choice.is_chosen)
            radio.setAccessibleDescription(view.title)
            radio.toggled.connect(lambda on, choice=choice: self._answer(choice.id) if on else None)
            self._group.addButton(radio)
            self.add(radio)
        self.row(
            self.previous(),
            Button(_("Next"), self._go_on, weight=Weight.MAIN, pictogram=Pictogram.FORWARD),
        )

    def _answer(self, choice_id: str) -> None:
        self.do(self.shell.app.journeys.answer, self._question.id, choice_id)

    def _go_on(self) -> None:
        answers = self.answers()
        if self._question.id not in answers:
            self._answer(UNSURE)
            answers = self.answers()
        here = AtQuestion(self._question.id)
        self.do(self.shell.app.journeys.move, model.following(self.walk.guide, answers, here))
        self.shell.go(self.route)


class StepPage(WalkPage):
    """One step: what to do, where, what to write down, what can go wrong, who helps."""

    def __init__(self, shell: Shell, walk: Walk, step: Step) -> None:
        today = shell.app.clock.today()
        view = step_view(walk, step, today, is_easy=shell.app.settings.comfort.is_easy_reading)
        super().__init__(shell, walk, view.title, step.id)
        self._step = step
        where = f"{view.progress}. {view.where}".strip()
        self.line(where, is_quiet=True)
        if view.skipped_if:
            self.line(view.skipped_if)
        self.heading.setAccessibleDescription(f"{where} {view.skipped_if}".strip())
        if view.warning:
            self.prose(_("To be checked"), (view.warning,), is_warning=True)
        self._known = Known(self, walk.guide, step)
        for action in view.actions:
            self._add_action(action)
        add_sheet_text(self, walk, step)
        if view.link_url and walk.followed is None:
            # The text of a sheet has this button already.
            self.row(
                Button(view.link_label, lambda: shell.open_link(view.link_url), pictogram=Pictogram.OPEN)
            )
            self.line(_("This window stays here. {url}").format(url=view.link_url), is_quiet=True)
        self.titled(_("Good to know"), view.more)
        self._notes = NoteFields(self, view.to_write, self._write)
        self.titled(_("To keep"), view.keep)
        if view.pitfalls:
            self.section(_("Take care"))
            self.prose(_("Take care"), view.pitfalls, is_warning=True)
        self.titled(_("If it does not work"), view.plan_b)
        self.titled(_("Someone to help for this step"), view.help)
        past, verbs = self._go_past, shell.app.journeys
        ways = [
            self.previous(),
            Button(
                _("Step done"),
                lambda: past(verbs.complete_step),
                weight=Weight.MAIN,
                pictogram=Pictogram.FORWARD,
            ),
            Button(
                _("Papers to prepare"),
                lambda: shell.go(routes.Papers(walk.guide.id, walk.journey.id)),
                pictogram=Pictogram.LIST,
            ),
            self.recap(),
        ]
        if view.skipped_if:
            ways.insert(
                2, Button(_("Skip this step"), lambda: past(verbs.skip_step), pictogram=Pictogram.FORWARD)
            )
        if view.may_send:
            ways.insert(
                -2,
                Button(
                    _("Prepare a file to send"),
                    lambda: shell.go(routes.SendFile(*self.context)),
                    pictogram=Pictogram.POST,
                ),
            )
        if shell.app.settings.computer is Computer.SHARED:
            note = routes.DeskNote(walk.guide.id, step.id, walk.journey.id)
            ways.append(Button(_("Note for this place"), lambda: shell.go(note), pictogram=Pictogram.NOTE))
        self.row(*ways)

    def leave(self) -> None:
        """Keep what is being typed."""
        self._notes.flush()

    def refresh(self, changes: Changes) -> None:
        """Show what is known to fail now."""
        if Changed.REPORTS in changes.kinds:
            self._known.fill()

    def _add_action(self, action: ActionView) -> None:
        box = CheckBox(action.text, is_checked=action.is_ticked)
        tick = (self._step.id, action.id)
        box.toggled.connect(lambda checked: self.do(self.shell.app.journeys.tick, tick, is_ticked=checked))
        self.add(box)

    def _write(self, note_id: str, text: str) -> None:
        # What was typed was kept when the folder was closed; the fields go after.
        if self.shell.app.has_walk(self.walk.journey.id):
            self.do(self.shell.app.journeys.write_note, (self._step.id, note_id), text)

    def _go_past(self, verb: Callable[..., Changes]) -> None:
        self.leave()
        self.do(verb, self._step.id)
        self.shell.go(self.route)
