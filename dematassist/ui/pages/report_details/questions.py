"""The questions of the page of details, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.i18n import _
from dematassist.reports import wording
from dematassist.reports.lever import suggested_lever
from dematassist.reports.model import Details
from dematassist.ui import accessible
from dematassist.ui.pages.report_details.choices import OneOf, SeveralOf
from dematassist.ui.pages.report_details.view import Asked, field_views, suggestion_line, understood
from dematassist.ui.widgets.beside import Beside
from dematassist.ui.widgets.fields import Field
from dematassist.wire import Assistive, Consequence, Contact, Kind, Lever, LivedBy, Right, Satisfaction

if TYPE_CHECKING:
    from datetime import date

    from dematassist.ui.page import Page
    from dematassist.ui.pages.report_details.view import Understood


class Questions:
    """Every question is optional. The lever follows what is said, until the person chooses one."""

    def __init__(self, page: Page, details: Details, today: date, *, is_only_online: bool) -> None:
        self._page, self._today, self._is_only_online = page, today, is_only_online
        self._views = field_views(details)
        self._fields: dict[Asked, Field] = {}
        self._troubles: dict[Asked, Beside] = {}
        self._has_own_lever = details.lever is not None
        self._is_suggesting = True
        self._add_what_happens(details)
        self._add_who(details)
        self._lever: OneOf[Lever | None] = OneOf(
            page,
            _("What could be improved?"),
            [*((lever, wording.lever_name(lever)) for lever in Lever), (None, _("I do not know"))],
            details.lever,
            self._lever_chosen,
        )
        self._why = page.line("", is_quiet=True)
        self._is_suggesting = False
        self._suggest()

    def details(self, text: str) -> Details:
        """Return what is answered, with this text; what cannot be read is left out."""
        read = self._understood()
        return Details(
            kind=self._kind.value,
            is_blocked=self._blocked.value,
            blocked_since=read.blocked_since,
            consequence=Consequence(right=self._right.value, days_lost=read.days_lost, euros=read.euros),
            contact_tried=self._tried.values,
            contact_reached=self._reached.values,
            contact_satisfaction=self._satisfaction.value,
            lived_by=self._lived_by.value,
            assistive=self._assistive.values,
            departement=read.departement,
            lever=self._lever.value,
            text=text,
        )

    def say_what_is_wrong(self) -> bool:
        """Say beside each field what cannot be read, the first one last; return whether there is any."""
        wrong = self._understood().wrong
        for trouble in self._troubles.values():
            trouble.clear()
        for asked in reversed(Asked):
            if asked in wrong:
                self._troubles[asked].say(wrong[asked])
        return bool(wrong)

    def _add_what_happens(self, details: Details) -> None:
        page, not_said = self._page, _("I do not say")
        self._kind = OneOf(
            page,
            _("What happens"),
            [(kind, wording.kind_name(kind)) for kind in Kind],
            details.kind,
            self._suggest,
        )
        self._blocked: OneOf[bool | None] = OneOf(
            page,
            _("Are you blocked?"),
            [(True, _("Yes, I cannot go on")), (False, _("No, I found another way")), (None, not_said)],
            details.is_blocked,
            self._suggest,
        )
        self._add_field(Asked.SINCE)
        self._right: OneOf[Right | None] = OneOf(
            page,
            _("What it holds up"),
            [*((right, wording.right_name(right)) for right in Right), (None, not_said)],
            details.consequence.right,
            self._suggest,
        )
        self._add_field(Asked.DAYS)
        self._add_field(Asked.EUROS)

    def _add_who(self, details: Details) -> None:
        page, not_said = self._page, _("I do not say")
        contacts = [(contact, wording.contact_name(contact)) for contact in Contact]
        self._tried = SeveralOf(page, _("Whom did you try?"), contacts, details.contact_tried, self._suggest)
        self._reached = SeveralOf(page, _("Who answered?"), contacts, details.contact_reached, self._suggest)
        self._satisfaction: OneOf[Satisfaction | None] = OneOf(
            page,
            _("How was the answer?"),
            [*((one, wording.satisfaction_name(one)) for one in Satisfaction), (None, not_said)],
            details.contact_satisfaction,
            self._suggest,
        )
        self._lived_by: OneOf[LivedBy | None] = OneOf(
            page,
            _("Who met the problem?"),
            [*((one, wording.lived_by_name(one)) for one in LivedBy), (None, not_said)],
            details.lived_by,
            self._suggest,
        )
        aids = [(aid, wording.assistive_name(aid)) for aid in Assistive]
        self._assistive = SeveralOf(page, _("With which aid?"), aids, details.assistive, self._suggest)
        self._add_field(Asked.DEPARTEMENT)

    def _add_field(self, asked: Asked) -> None:
        view = self._views[asked]
        field = Field(view.text)
        accessible.labelled(self._page.body, view.label, field, help_text=view.help)
        trouble = Beside(field, view.help)
        self._page.add(trouble)
        self._fields[asked], self._troubles[asked] = field, trouble

    def _understood(self) -> Understood:
        return understood({asked: field.text() for asked, field in self._fields.items()}, self._today)

    def _lever_chosen(self) -> None:
        self._has_own_lever = self._has_own_lever or not self._is_suggesting

    def _suggest(self) -> None:
        """Show the lever that seems right and why; choose it, unless the person chose."""
        if self._is_suggesting:
            return
        suggestion = suggested_lever(self.details(""), is_only_online=self._is_only_online)
        self._why.setText(suggestion_line(suggestion))
        if not self._has_own_lever:
            self._is_suggesting = True
            self._lever.choose(suggestion.lever if suggestion else None)
            self._is_suggesting = False
