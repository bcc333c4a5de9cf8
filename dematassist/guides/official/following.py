"""An official sheet as a guide to walk: each chapter a step, its cases questions, its papers a checklist.

Nothing is added to what the State says: what a guide has and a sheet has not is said unknown. The sentences
of the program in it are French, as the sheet is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dematassist import i18n
from dematassist.facts import Confidence, Fact, Provenance, Source
from dematassist.folding import folded
from dematassist.guides.model import (
    Action,
    After,
    Channel,
    ChannelKind,
    Guide,
    Link,
    Note,
    NoteKind,
    PaperNeed,
    Step,
)
from dematassist.guides.official import model
from dematassist.guides.official.cases import concerning, every, joined, questions, unrolled, words_id
from dematassist.guides.official.chapters import Chapter, chapters
from dematassist.guides.official.kept import guide_id_of, opened
from dematassist.guides.official.model import Kind
from dematassist.guides.official.paper_lists import Paper, papers, recognised
from dematassist.guides.official.store import OLD_AFTER_DAYS
from dematassist.guides.official.text import Run, plain
from dematassist.guides.official.texts import texts_of
from dematassist.guides.official.ways import Way, service_action, ways
from dematassist.guides.themes import Theme
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.guides.library import Library
    from dematassist.guides.model import AnyWhen, ChoiceId, Provider, Question, QuestionId, StepId, When
    from dematassist.guides.official.kept import KeptSheet
    from dematassist.guides.official.model import Block, Sheet
    from dematassist.papers.model import PaperKind

LANG = "fr"
_FRESH = timedelta(days=OLD_AFTER_DAYS)
_SITE = "https://www.service-public.gouv.fr"
_PRICE = re.compile(r"\b(?:cout|prix|tarif|frais|combien)")
_DELAY = re.compile(r"\b(?:delai|duree de traitement|combien de temps|quand recevoir)")
_APPEAL = re.compile(r"\b(?:recours|contest|reclamation|refus|litige)")
_THEMES = {
    "papiers": Theme.PAPERS,
    "famille": Theme.FAMILY,
    "social": Theme.SOCIAL,
    "travail": Theme.WORK,
    "logement": Theme.HOUSING,
    "transports": Theme.TRANSPORT,
    "argent": Theme.MONEY,
    "justice": Theme.JUSTICE,
    "etranger": Theme.FOREIGNERS,
    "loisirs": Theme.LEISURE,
}
"""How the titles of the State's themes begin."""


class Followed(NamedTuple):
    """A sheet, the guide made of it, and which chapter each step is."""

    guide: Guide
    sheet: Sheet
    chapters: dict[StepId, Chapter]

    def text(self, step_id: StepId, answers: dict[QuestionId, ChoiceId]) -> tuple[Block, ...]:
        """Return what the sheet says at a step, to someone who gave these answers."""
        chapter = self.chapters[step_id]
        return concerning(chapter.blocks, chapter.when, answers)


Services = dict[str, "Provider"]
"""The services that we know, by the host of their site."""


def known_services(providers: Iterable[Provider]) -> Services:
    """Return services by host, but those that share one: it says nothing of which it is."""
    by_host: dict[str, list[Provider]] = {}
    for provider in providers:
        by_host.setdefault(_host(provider.site), []).append(provider)
    return {host: same[0] for host, same in by_host.items() if host and len(same) == 1}


def followed(
    sheet: Sheet, edition: date, kinds: tuple[PaperKind, ...] = (), services: Services | None = None
) -> Followed:
    """Make a guide of a sheet. ``edition`` is the day of the archive it came in, ``kinds`` known papers."""
    with i18n.speaking(LANG):
        return _Following(sheet, edition, kinds, services or {}).followed()


def followed_of(sheet: KeptSheet, library: Library) -> Followed:
    """Make a guide of a kept sheet, with the papers and the services that the library knows.

    Raises ``UnreadableSheetError``.
    """
    services = known_services(library.providers(LANG))
    return followed(opened(sheet), sheet.edition, library.papers(LANG), services)


class _Following:
    def __init__(self, sheet: Sheet, edition: date, kinds: tuple[PaperKind, ...], services: Services) -> None:
        self._sheet, self._kinds, self._services = sheet, kinds, services
        self._found = chapters(_blocks(sheet), sheet.title)
        title = _("service-public.gouv.fr, sheet {id}: {title}").format(id=sheet.id, title=sheet.title)
        published = sheet.modified.isoformat() if sheet.modified else ""
        source = Source(title=title, url=_address(sheet), published=published, is_official=True)
        self._provenance = Provenance(
            source=source, read_on=edition, review_on=edition + _FRESH, confidence=Confidence.HIGH
        )
        asked = list(questions(_blocks(sheet), (), sheet.title))
        self._questions: dict[QuestionId, Question] = {}
        for question in asked:
            self._questions.setdefault(question.id, question)

    def followed(self) -> Followed:
        """Return the whole."""
        everywhere = (*_blocks(self._sheet), *self._sheet.contacts, *self._sheet.services)
        channels = self._channels(ways(everywhere, (), self._provenance))
        steps = [self._step(chapter, _human(channels)) for chapter in self._found]
        by_step = dict(zip((step.id for step in steps), self._found, strict=True))
        service_id, provider = self._provider(channels)
        price, delay, appeal = (self._titles(about) for about in (_PRICE, _DELAY, _APPEAL))
        guide = Guide(
            id=guide_id_of(self._sheet.id),
            lang=LANG,
            title=self._sheet.title,
            theme=_theme(self._sheet),
            provider_name=provider,
            provider_site=_address(self._sheet),
            summary=_summary(self._sheet),
            words=(),
            for_whom=(),
            cost=self._fact(
                _("Price: see “{titles}” in the sheet.").format(titles=price)
                if price
                else _("Price: we do not know. Ask the service.")
            ),
            screen_minutes=0,
            answer_delay=self._fact(
                _("Time before an answer: see “{titles}” in the sheet.").format(titles=delay)
                if delay
                else _("Time before an answer: we do not know. Ask the service.")
            ),
            account="",
            channels=channels,
            no_other_way=_no_other_way(channels),
            papers=self._papers(),
            questions=tuple(self._questions.values()),
            steps=tuple(steps),
            phone_script=None,
            after=After(
                next=(_("The sheet does not always say what comes next. Ask the service when it answers."),),
                worry=(),
                silence=(),
                appeal=(_("See “{titles}” in the sheet.").format(titles=appeal),) if appeal else (),
                provenance=self._provenance,
            ),
            unknown=_unknown(has_price=bool(price), has_delay=bool(delay)),
            facts=(),
            read_on=self._provenance.read_on,
            review_on=self._provenance.review_on,
            official_sheet=self._sheet.id,
            provider_id=service_id,
        )
        return Followed(guide, self._sheet, by_step)

    def _step(self, chapter: Chapter, everywhere: tuple[Channel, ...]) -> Step:
        own = self._channels(ways(chapter.blocks, chapter.when, self._provenance))
        channels = _human(own) or _human(everywhere)
        has_service = any(isinstance(one, model.Service) for one, _when in every(chapter.blocks, ()))
        return Step(
            id=chapter.id,
            title=chapter.title,
            where=None,
            actions=tuple(self._actions(chapter)),
            provenance=self._provenance,
            link=self._link(chapter),
            notes=_notes(has_service=has_service),
            help=tuple(channel.id for channel in channels),
            when=chapter.when,
        )

    def _actions(self, chapter: Chapter) -> Iterator[Action]:
        reading = _("I have read “{title}”.").format(title=chapter.title)
        yield Action(id="read", text=reading)
        things: dict[str, list[When]] = {}
        for paper in papers(chapter.blocks, chapter.when, (Run(chapter.title),), is_papers=chapter.is_papers):
            things.setdefault(paper.name, []).append(paper.when)
        for block, when in every(chapter.blocks, chapter.when):
            if isinstance(block, model.Listing) and block.is_check_list:
                for item in block.items:
                    text = " ".join(" ".join(texts_of(item.blocks)).split())
                    things.setdefault(text, []).append(when)
            elif isinstance(block, model.Service) and plain(block.title).strip():
                things.setdefault(service_action(block), []).append(when)
        for text, whens in things.items():
            yield Action(id=words_id("a", text), text=text, cases=self._cases(whens, chapter.when))

    def _link(self, chapter: Chapter) -> Link | None:
        """Return the online service of a chapter, where it is for everyone who reads the chapter."""
        for block, when in every(chapter.blocks, chapter.when):
            if not isinstance(block, model.Service) or block.to is None or when != chapter.when:
                continue
            if block.to.url.startswith("https://"):
                title = " ".join(plain(block.title).split())
                return Link(url=block.to.url, label=_("Open: {title}").format(title=title))
        return None

    def _papers(self) -> tuple[PaperNeed, ...]:
        found: dict[str, list[Paper]] = {}
        for chapter in self._found:
            for paper in papers(
                chapter.blocks, chapter.when, (Run(chapter.title),), is_papers=chapter.is_papers
            ):
                found.setdefault(paper.name, []).append(paper)
        return tuple(self._need(same) for same in found.values())

    def _need(self, same: list[Paper]) -> PaperNeed:
        known = recognised(same[0].name, self._kinds)
        details = dict.fromkeys(detail for paper in same for detail in paper.details)
        return PaperNeed(
            id=known.kind.id if known else "",
            name=same[0].name,
            provenance=self._provenance,
            detail=" ".join(_sentence(detail) for detail in details),
            where_to_get=known.kind.where_to_get if known else "",
            cases=self._cases([paper.when for paper in same]),
            recognised_by=known.by if known else "",
        )

    def _cases(self, whens: list[When], known: When = ()) -> AnyWhen:
        """Return the cases in which something is shown, without the answers that are known there anyway."""
        found = joined(whens, self._questions)
        own = tuple(tuple(one for one in when if one not in known) for when in found)
        return () if () in own else own

    def _channels(self, found: Iterable[Way]) -> tuple[Channel, ...]:
        whens: dict[str, list[When]] = {}
        channels: dict[str, Channel] = {}
        for way in found:
            channels.setdefault(way.channel.id, way.channel)
            whens.setdefault(way.channel.id, []).append(way.when)
        return tuple(
            msgspec.structs.replace(channel, cases=self._cases(whens[one]))
            for one, channel in channels.items()
        )

    def _provider(self, channels: tuple[Channel, ...]) -> tuple[str, str]:
        """Return the id and the name of the service: one that we know by its site, else the sheet itself."""
        for channel in channels:
            host = _host(channel.value)
            for known, service in self._services.items():
                if host == known or host.endswith(f".{known}"):
                    return service.id, service.name
        return guide_id_of(self._sheet.id), self._sheet.written_by or "service-public.gouv.fr"

    def _titles(self, about: re.Pattern[str]) -> str:
        """Return the titles that speak of something; empty when none does."""
        titles = dict.fromkeys(
            title for chapter in self._found for title in chapter.titles() if about.search(folded(title))
        )
        return " / ".join(titles)

    def _fact(self, value: str) -> Fact:
        """Return where something is said, or that it is not: this does not go stale, unlike what is said."""
        return Fact(value=value, provenance=msgspec.structs.replace(self._provenance, review_on=date.max))


def _blocks(sheet: Sheet) -> tuple[Block, ...]:
    """Return the text of a sheet; that of a form or of a service is also the form itself."""
    if sheet.kind in (Kind.SHEET, Kind.THEME):
        return unrolled(sheet.blocks)
    to = next((one.to for one in sheet.services if isinstance(one, model.MoreInfo) and one.to), None)
    own = model.Service(
        id=sheet.id,
        kind=sheet.kind,
        title=(Run(sheet.title),),
        to=to,
        cerfa=sheet.cerfa,
        other_number=sheet.other_number,
    )
    return (*unrolled(sheet.blocks), own)


def _host(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").partition("/")[0]


def _address(sheet: Sheet) -> str:
    return sheet.url or f"{_SITE}/{sheet.audience.value}/vosdroits/{sheet.id}"


def _summary(sheet: Sheet) -> str:
    said = " ".join(" ".join(text.split()) for text in texts_of(sheet.intro))
    return said or sheet.summary.strip()


def _theme(sheet: Sheet) -> Theme:
    """Return the theme of a sheet. Only lists of guides show it, and a sheet is in none."""
    titles = [folded(level.title) for level in sheet.trail]
    found = (theme for title in titles for word, theme in _THEMES.items() if title.startswith(word))
    return next(found, Theme.PAPERS)


def _human(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    return tuple(c for c in channels if c.kind not in (ChannelKind.ONLINE, ChannelKind.FORM))


def _no_other_way(channels: tuple[Channel, ...]) -> str:
    if _human(channels):
        return ""
    return _("The sheet names nobody to call or to meet. Ask at France Services or at the town hall.")


def _unknown(*, has_price: bool, has_delay: bool) -> tuple[str, ...]:
    said = (
        "" if has_price else _("The price: no chapter of the sheet is about it."),
        "" if has_delay else _("The time before an answer: no chapter of the sheet is about it."),
        _("How long it takes at the screen, and whether the site asks for an account."),
        _("Whether your file is complete: only the service can say it."),
    )
    return tuple(filter(None, said))


def _notes(*, has_service: bool) -> tuple[Note, ...]:
    own = Note(id="note", kind=NoteKind.TEXT, label=_("What I want to remember"))
    if not has_service:
        return (own,)
    return (
        Note(id="date", kind=NoteKind.DATE, label=_("Date of the request")),
        Note(id="number", kind=NoteKind.NUMBER, label=_("Number of the file")),
        own,
    )


def _sentence(text: str) -> str:
    return text if text[-1:] in (".", "!", "?", ":") else f"{text}."
