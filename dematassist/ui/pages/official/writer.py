"""The blocks of an official sheet written as parts of a page, chapter by chapter.

Lines are gathered into few long texts: a text of forty lines is one object for assistive technology and one
stop of Tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.official import model, text
from dematassist.guides.official.kinds import NoteKind, Relation
from dematassist.guides.official.later import Later
from dematassist.guides.official.text import ToMeaning, ToSheet, ToWeb, plain
from dematassist.guides.official.titles import title_of
from dematassist.i18n import _
from dematassist.ui.pages.official.names import kind_name, note_name
from dematassist.ui.pages.official.parts import ChapterView, HeadingPart, LinkPart, QuestionPart, TextPart
from dematassist.ui.pages.official.tables import said_by_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dematassist.guides.official.model import Block, Case, Sheet
    from dematassist.guides.official.text import Link, Runs
    from dematassist.ui.pages.official.parts import Part


class Writer:
    """Gathers the parts of a sheet, chapter by chapter."""

    def __init__(
        self,
        sheet: Sheet,
        answers: Mapping[str, int],
        has_sheet: Callable[[str], bool],
        true: frozenset[str] = frozenset(),
        false: frozenset[str] = frozenset(),
        only: int | None = None,
    ) -> None:
        """Begin. Of other chapters than ``only``, the titles are enough."""
        self._sheet, self._answers, self._has_sheet = sheet, answers, has_sheet
        self._true, self._false, self._only = true, false, only
        self._chapters: list[tuple[str, list[Part]]] = [(sheet.title, [])]
        self._lines: list[str] = []
        self._titles: set[int] = set()
        self._links: list[LinkPart] = []
        self._heading = sheet.title
        self._is_flat = False

    def chapters(self) -> tuple[ChapterView, ...]:
        """Return what was written; the first one has no heading of its own."""
        self._flush()
        return tuple(ChapterView(title, tuple(parts)) for title, parts in self._chapters)

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._flush()
        self._heading = title
        self._chapters.append((title, []))

    def group(self, title: str, blocks: Iterable[Block], place: str) -> None:
        """Write blocks as one chapter, whatever is inside."""
        self.chapter(title)
        if self._is_asked():
            self._is_flat = True
            self.blocks(blocks, place)
            self._is_flat = False

    def blocks(self, blocks: Iterable[Block], place: str) -> None:
        """Write blocks that stand one after the other."""
        for number, block in enumerate(blocks):
            self._block(block, f"{place}.{number}")

    # --- lines ----------------------------------------------------------------------------------------

    def _add(self, part: Part) -> None:
        self._chapters[-1][1].append(part)

    def _line(self, text: str, *, is_title: bool = False) -> None:
        text = " ".join(text.split())
        if text:
            if is_title:
                self._titles.add(len(self._lines))
            self._lines.append(text)

    def _words(self, runs: Runs, before: str = "", *, is_title: bool = False) -> None:
        text = plain(runs).strip()
        if text:
            self._line(before + text, is_title=is_title)
        for run in runs:
            if run.link is not None:
                self._link(run.text.strip(), run.link)

    def _flush(self, *, is_warning: bool = False) -> None:
        """Turn the lines into one text, followed by the buttons of its links."""
        parts = self._chapters[-1][1]
        if self._lines:
            same = sum(isinstance(part, TextPart) and part.name.startswith(self._heading) for part in parts)
            # Translators: the name of the second text under a heading.
            name = _("{title}, text {n}").format(title=self._heading, n=same + 1) if same else self._heading
            parts.append(TextPart(name, tuple(self._lines), frozenset(self._titles), is_warning))
        known = {part.text for part in parts if isinstance(part, LinkPart)}
        for link in self._links:
            if link.text not in known:
                known.add(link.text)
                parts.append(link)
        self._lines, self._titles, self._links = [], set(), []

    def _link(self, words: str, link: Link | None) -> None:
        match link:
            case None:
                return
            case ToSheet():
                if self._has_sheet(link.id):
                    self._links.append(LinkPart(_("Read: {title}").format(title=words), link))
            case ToWeb():
                site = link.url.removeprefix("https://").partition("/")[0]
                # Translators: a button that opens {site} in the internet browser.
                text = _("Open: {title} ({site})").format(title=words, site=site) if words else site
                if link.url.startswith("https://"):
                    self._links.append(LinkPart(text, link))
            case ToMeaning():
                term = self._sheet.term(link.id)
                if term is not None:
                    self._links.append(
                        LinkPart(
                            _("What does “{word}” mean?").format(word=plain(term.title)), link, _meaning(term)
                        )
                    )

    # --- blocks ---------------------------------------------------------------------------------------

    def _holds(self, when: text.Condition | None) -> bool:
        """Show what may concern the person: hide only what their answers exclude."""
        return text.conditional(when, self._true, self._false) is not False

    def _block(self, block: Block, place: str) -> None:  # noqa: C901, PLR0912 -- one case an element
        match block:
            case model.Paragraph():
                self._words(block.runs)
            case model.Listing():
                self._listing(block, place, 0)
            case model.Table():
                self._table(block)
            case model.Section():
                if self._holds(block.when):
                    self._section(block, place)
            case model.Cases():
                self._cases(block, place)
            case model.Fragment():
                if self._holds(block.when):
                    self.blocks(block.blocks, place)
            case model.Note():
                self._note(block, place)
            case model.Service():
                if self._holds(block.when):
                    self._service(block, place)
            case model.Contact():
                if self._holds(block.when):
                    self._contact(block, place)
            case model.MoreInfo() | model.Reference():
                if self._holds(block.when):
                    self._elsewhere(block, place)
            case model.Term():
                self._words(block.title, is_title=True)
                self.blocks(block.blocks, place)
                self.blocks(block.references, f"{place}.references")
            case model.Related():
                self._related(block, place)
            case model.Branch():
                self._branch(block, place)
            case model.Picture():
                for runs in (block.instead, block.caption):
                    self._words(runs)
                self.blocks(block.blocks, place)
            case model.Comparison():
                self._comparison(block, place)
            case model.Folder():
                self._words(block.title, is_title=True)
                self.blocks(block.blocks, place)
            case model.Illustrated() | model.Unknown():
                self.blocks(block.blocks, place)

    def _section(self, section: model.Section, place: str) -> None:
        title = title_of(section)
        if section.level == 1 and title and not self._is_flat:
            self.chapter(title)
        elif title:
            self._subheading(title)
        short = plain(section.short_title).strip()
        if short != title and self._is_asked():
            self._words(section.short_title, is_title=True)
        held = section.blocks
        if self._is_asked() or not isinstance(held, Later) or held.has_chapters:
            self.blocks(held, place)

    def _is_asked(self) -> bool:
        return self._only is None or self._only == len(self._chapters) - 1

    def _comparison(self, comparison: model.Comparison, place: str) -> None:
        """Say what is compared under its heading, then each thing under its name."""
        title = plain(comparison.title).strip()
        compared = [block for block in comparison.blocks if isinstance(block, model.Comparison)]
        if title and compared:
            self._subheading(title)
        else:
            self._words(comparison.title, is_title=True)
        for number, block in enumerate(comparison.blocks):
            here = f"{place}.{number}"
            if isinstance(block, model.Comparison):
                self._words(block.title, f"{compared.index(block) + 1}. ", is_title=True)
                self.blocks(block.blocks, here)
            else:
                self._block(block, here)

    def _subheading(self, title: str) -> None:
        self._flush()
        self._heading = title
        self._add(HeadingPart(title))

    def _listing(self, listing: model.Listing, place: str, depth: int) -> None:
        for number, item in enumerate(listing.items):
            if not self._holds(item.when):
                continue
            mark = f"{number + 1}. " if listing.is_numbered else "• " if depth == 0 else "– "
            for inside, block in enumerate(item.blocks):
                here = f"{place}.{number}.{inside}"
                if isinstance(block, model.Paragraph):
                    self._words(block.runs, mark)
                    mark = ""
                elif isinstance(block, model.Listing):
                    self._listing(block, here, depth + 1)
                else:
                    self._block(block, here)

    def _table(self, table: model.Table) -> None:
        self._words(table.title, is_title=True)
        self.blocks(table.summary, "")
        for line, is_title in said_by_rows(table, self._cell):
            self._line(line, is_title=is_title)

    def _cell(self, cell: model.Cell) -> str:
        inner = Writer(self._sheet, self._answers, self._has_sheet, self._true, self._false)
        inner.blocks(cell.blocks, "")
        parts = [part for chapter in inner.chapters() for part in chapter.parts]
        self._links += [part for part in parts if isinstance(part, LinkPart)]
        return " ".join(line for part in parts if isinstance(part, TextPart) for line in part.lines)

    def _cases(self, cases: model.Cases, place: str) -> None:
        if cases.is_in_turn or len(cases.cases) == 1:
            for number, case in enumerate(cases.cases):
                self._words(case.title, is_title=True)
                self._case(case, f"{place}.{number}")
            return
        # Translators: a question; {about} is the heading it stands under.
        text = _("What is your situation?") if cases.is_situation else _("Which case is yours? {about}")
        self._ask(text.format(about=self._heading), [plain(case.title) for case in cases.cases], place)
        chosen = self._answers.get(place)
        if chosen is not None and chosen < len(cases.cases):
            self._case(cases.cases[chosen], f"{place}.{chosen}")

    def _case(self, case: Case, place: str) -> None:
        self.blocks(case.intro, f"{place}.intro")
        self.blocks(case.blocks, place)

    def _branch(self, branch: model.Branch, place: str) -> None:
        self.blocks(branch.blocks, f"{place}.before")
        if branch.branches:
            choices = [plain(one.choice or one.title) for one in branch.branches]
            self._ask(plain(branch.title), choices, place)
            chosen = self._answers.get(place)
            if chosen is not None and chosen < len(branch.branches):
                self._branch(branch.branches[chosen], f"{place}.{chosen}.0")
        elif branch.title:
            self._words(branch.title, is_title=True)

    def _ask(self, text: str, choices: list[str], place: str) -> None:
        self._flush()
        chosen = self._answers.get(place)
        titles = tuple(" ".join(choice.split()) for choice in choices)
        self._add(QuestionPart(place, text, titles, chosen))

    def _note(self, note: model.Note, place: str) -> None:
        self._flush()
        # The State names each note itself, nearly always.
        self._line(plain(note.title).strip() or note_name(note.kind), is_title=True)
        self.blocks(note.blocks, place)
        self._flush(is_warning=note.kind in (NoteKind.ATTENTION, NoteKind.WARNING))

    def _service(self, service: model.Service, place: str) -> None:
        # Translators: {kind} is « form », « online service »…; its name follows.
        kind = _("{kind}: ").format(kind=kind_name(service.kind).capitalize())
        self._words(service.title, kind, is_title=True)
        if service.cerfa:
            self._line(_("Form number: cerfa {number}.").format(number=service.cerfa))
        if service.other_number:
            self._line(_("Form number: {number}.").format(number=service.other_number))
        self._line(service.source)
        for name in (*service.places, service.link_note):
            self._line(name)
        self.blocks(service.intro, f"{place}.intro")
        self.blocks(service.blocks, place)
        self._link(plain(service.title), service.to)
        for notice in service.notices:
            self._line(notice.title)
            self._link(notice.title, notice.to)
        for number, annex in enumerate(service.annexes):
            self._words(annex.title, "• ")
            self.blocks(annex.blocks, f"{place}.annex.{number}")
            for address in annex.links:
                self._words(address.title)
                self._line(address.source)
                self._link(plain(address.title) or plain(annex.title), address.to)
            for notice in annex.notices:
                self._line(notice.title)
                self._link(notice.title, notice.to)

    def _contact(self, contact: model.Contact, place: str) -> None:
        self._words(contact.title, is_title=True)
        for name in (contact.complement, contact.source):
            self._line(name)
        for office in contact.places:
            # Translators: {office} is how the State's directory of offices names a kind of office.
            self._line(_("In the State's directory of offices: {office}").format(office=office))
        for number, block in enumerate(contact.blocks):
            here = f"{place}.{number}"
            if isinstance(block, model.Section):
                # « Par téléphone » is a chapter for the State, and one line of a contact for a reader.
                self._words(block.title, is_title=True)
                self.blocks(block.blocks, here)
            else:
                self._block(block, here)
        for to in contact.links:
            self._link(plain(contact.title), to)

    def _elsewhere(self, block: model.MoreInfo | model.Reference, place: str) -> None:
        complement = block.complement if isinstance(block, model.Reference) else ""
        self._words(block.title, "• ")
        for name in (complement, block.source):
            self._line(name)
        if isinstance(block, model.MoreInfo):
            self.blocks(block.blocks, place)
        self._link(plain(block.title), block.to)

    def _related(self, block: model.Related, place: str) -> None:
        before = _("Question: ") if block.relation is Relation.QUESTION else "• "
        self._words(block.title, before)
        self.blocks(block.blocks, place)
        self._link(plain(block.title), block.to)


def _meaning(term: model.Term) -> tuple[str, ...]:
    """Return what a word means, as lines."""
    from dematassist.guides.official.texts import texts_of

    return tuple(" ".join(text.split()) for text in (*texts_of(term.blocks), *texts_of(term.references)))
