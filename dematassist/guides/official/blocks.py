"""What a sheet is made of: elements of the State's schema → blocks of ``model.py``.

No text is ever dropped: what an element holds beside what its class has room for becomes blocks of it, and
an element that nobody knows becomes ``Unknown`` and is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.official import kinds, model, text
from dematassist.guides.official.attributes import (
    bare,
    count_of,
    is_blank,
    link_of,
    squeezed,
    variables_of,
    web_of,
    when_of,
)
from dematassist.guides.official.kinds import NoteKind
from dematassist.guides.official.later import Later
from dematassist.guides.official.leads import RELATIONS, Leads
from dematassist.guides.official.slices import CHAPTERS, UNTITLED
from dematassist.guides.official.text import Mark, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from dematassist.guides.official.slices import Slice

    Found = list[model.Block]

_INLINE = {
    "MiseEnEvidence": Mark.STRONG,
    "Valeur": Mark.AMOUNT,
    "Expression": Mark.QUOTED,
    "Citation": Mark.QUOTED,
    "Variable": Mark.TO_FILL,
    "Exposant": Mark.RAISED,
    "Indice": Mark.LOWERED,
    "TermeEtranger": Mark.FOREIGN,
}
_LINKS = frozenset({"LienInterne", "LienIntra", "LienExterne"})
_CONDITIONS = frozenset({"estVrai", "estFaux", "estIndefini", "et", "ou", "Condition"})
_CONTAINERS = frozenset({"Texte", "Introduction", "Contenu", "Commentaire", "Credits", "Groupe"})
_NOTES = {kind.value: kind for kind in NoteKind}
_TITLES = ("Titre", "TitreRiche")
_PARTS = frozenset(UNTITLED)


class Blocks:
    """Reads blocks, and counts the elements it does not know in ``unknown``.

    With ``slices`` (there may be none), what chapters and cases hold is read, and counted, when it is first
    looked at.
    """

    def __init__(self, slices: Mapping[Element, Slice] | None = None) -> None:
        self.unknown = 0
        self._slices = slices
        leads = Leads(self)
        self._readers: dict[str, Callable[[Element], Found]] = {
            "Paragraphe": self._paragraph,
            "Liste": self._list,
            "Tableau": self._table,
            "Chapitre": lambda one: self._section(one, 1),
            "SousChapitre": lambda one: self._section(one, 2),
            "BlocCas": self._cases,
            "ListeSituations": self._cases,
            "FragmentConditionne": self._fragment,
            **dict.fromkeys(_NOTES, self._note),
            **dict.fromkeys(_CONTAINERS, self.inside),
            "ServiceEnLigne": leads.service,
            "ServiceEnLigneAnnexe": leads.lone_annex,
            "ServiceEnLigneAlternatif": leads.lone_annex,
            "NoticeLiee": leads.lone_notice,
            "LienWeb": leads.lone_address,
            "OuSAdresser": leads.contact,
            "OuSAdresserSupport": leads.contact,
            "QuiPeutMAider": leads.contact,
            "PivotLocal": leads.lone_place,
            "PourEnSavoirPlus": leads.more,
            "LienExterneCommente": leads.commented,
            "Partenaire": leads.more,
            "Reference": leads.reference,
            "Definition": lambda one: [self.term(one)],
            "Abreviation": lambda one: [self.term(one)],
            **dict.fromkeys(RELATIONS, leads.related),
            "VoirAussi": leads.see_also,
            **dict.fromkeys(
                ("Theme", "SousTheme", "SousThemePere", "Dossier", "DossierPere", "SousDossier"), leads.folder
            ),
            "SousDossierPere": leads.folder,
            **dict.fromkeys(("Problematique", "Branche", "Question", "Choix"), self._lone_branch),
            "Problematiques": self.inside,
            "Questionnaire": self.inside,
            "Description": self.inside,
            "Audience": leads.folder,
            "IntituleSiSelectionne": self.inside,
            **dict.fromkeys(("Image", "Illustration", "ImageIllustration", "Infographie"), self._picture),
            **dict.fromkeys(("Video", "VideoIllustration"), self._film),
            **dict.fromkeys(_PARTS, self._part),
            "CommentFaireSelf": self.inside,
            "TitreFlottant": self._floating_title,
            "Conclusion": self._conclusion,
            "ContenuIllustre": lambda one: [model.Illustrated(tuple(self.inside(one)))],
        }

    def of(self, element: Element) -> Found:
        """Return what an element is."""
        reader = self._readers.get(element.tag)
        if reader is not None:
            return reader(element)
        if element.tag in _INLINE or element.tag in _LINKS:
            return self.paragraph_of([element])
        if element.tag in _CONDITIONS:
            return self._unknown(element) if bare(element) else []
        if element.tag.startswith(("Comparaison", "BlocComparaison")):
            title, rest = self.titled(element)
            return [model.Comparison(element.tag, title, tuple(rest))]
        return self._unknown(element)

    def inside(self, element: Element, but: frozenset[str] = frozenset()) -> Found:
        """Return what an element holds, in order, without its children of these names."""
        found: Found = []
        if element.text and not element.text.isspace():
            found.append(self.loose(element.text))
        for child in element:
            if child.tag not in but:
                found += self.of(child)
            if child.tail and not child.tail.isspace():
                found.append(self.loose(child.tail))
        return found

    def loose(self, text: str) -> model.Paragraph:
        """Return a text that is in no paragraph as one."""
        return model.Paragraph((Run(squeezed(text).strip()),))

    def term(self, element: Element) -> model.Term:
        """Read ``Definition`` or ``Abreviation``."""
        title, rest = self.titled(element, frozenset({"Reference"}))
        references = [block for one in element.iterfind("Reference") for block in self.of(one)]
        return model.Term(
            element.get("ID", ""), title, tuple(rest), element.tag == "Abreviation", tuple(references)
        )

    # Text

    def runs(self, element: Element) -> tuple[text.Runs, Found]:
        """Return the words of an element, and the blocks that stand among them."""
        if not len(element):
            text = squeezed(element.text or "").strip(" ")
            return ((Run(text),) if text and not text.isspace() else ()), []
        runs: list[Run] = []
        others: Found = []
        self._gather(element, (), None, runs, others)
        return _trimmed(runs), others

    def _gather(
        self,
        element: Element,
        marks: tuple[Mark, ...],
        link: text.Link | None,
        runs: list[Run],
        others: Found,
    ) -> None:
        if element.text:
            runs.append(Run(squeezed(element.text), marks, link))
        for child in element:
            tag = child.tag
            if tag in _INLINE:
                mark = _INLINE[tag]
                self._gather(child, marks if mark in marks else (*marks, mark), link, runs, others)
            elif tag in _LINKS:
                self._gather(child, marks, link_of(child), runs, others)
            elif tag == "Paragraphe":
                runs.append(Run(" "))
                self._gather(child, marks, link, runs, others)
                runs.append(Run(" "))
            elif tag in self._readers:
                others += self.of(child)
            else:
                self.unknown += 1
                self._gather(child, marks, link, runs, others)
            if child.tail:
                runs.append(Run(squeezed(child.tail), marks, link))

    def _paragraph(self, element: Element) -> Found:
        runs, others = self.runs(element)
        return [model.Paragraph(runs), *others] if runs else others

    def paragraph_of(self, inline: list[Element]) -> Found:
        """Return words that stand in no paragraph as one."""
        from xml.etree.ElementTree import Element as New

        paragraph = New("Paragraphe")
        for one in inline:
            alone = New(one.tag, one.attrib)
            alone.text = one.text
            alone.extend(one)
            paragraph.append(alone)
        return self._paragraph(paragraph)

    def titled(self, element: Element, but: frozenset[str] = frozenset()) -> tuple[text.Runs, Found]:
        """Return the title of an element, and all it holds beside."""
        title, others = self._title(element)
        return title, others + self._beside_title(element, but)

    def _title(self, element: Element) -> tuple[text.Runs, Found]:
        heading = _heading(element)
        return ((), []) if heading is None else self.runs(heading)

    def _beside_title(self, element: Element, but: frozenset[str]) -> Found:
        heading = _heading(element)
        skipped = False
        found: Found = []
        if element.text and not element.text.isspace():
            found.append(self.loose(element.text))
        for child in element:
            if child is heading:
                skipped = True
            elif child.tag not in but and not (child.tag == "Condition" and not child.text and skipped):
                found += self.of(child)
            if child.tail and not child.tail.isspace():
                found.append(self.loose(child.tail))
        return found

    def _held(self, element: Element, before: Found, but: frozenset[str]) -> Sequence[model.Block]:
        """Return what a chapter or a case holds beside its title, after the blocks found in that."""
        if self._slices is None:
            return (*before, *self._beside_title(element, but))
        if element in self._slices:
            cut = self._slices[element]
            return Later(
                lambda: before + self._beside_title(cut.element(), but), has_chapters=cut.has_chapters
            )
        has_chapters = any(element.find(f".//{name}") is not None for name in CHAPTERS)
        return Later(lambda: before + self._beside_title(element, but), has_chapters=has_chapters)

    def _unknown(self, element: Element) -> Found:
        self.unknown += 1
        if not len(element):
            return [model.Unknown(element.tag, tuple(self._paragraph(element)))]
        return [model.Unknown(element.tag, tuple(self.inside(element)))]

    # Text in blocks

    def _list(self, element: Element) -> Found:
        items: list[model.Item] = []
        others: Found = []
        if not is_blank(element.text):
            others.append(self.loose(element.text or ""))
        for child in element:
            if child.tag == "Item":
                blocks = self.inside(child)
                if blocks:
                    items.append(model.Item(tuple(blocks), when_of(child)))
            else:
                others += self.of(child)
            if not is_blank(child.tail):
                others.append(self.loose(child.tail or ""))
        kind = element.get("type")
        listing = model.Listing(tuple(items), kind == "numero", kind == "caseACocher")
        return [listing, *others] if items else others

    def _table(self, element: Element) -> Found:
        title, rest = self.titled(element, frozenset({"Rangée", "Colonne", "Resume"}))
        summary = [block for one in element.iterfind("Resume") for block in self.inside(one)]
        column = element.find("Colonne")
        rows = []
        for one in element.iterfind("Rangée"):
            cells = []
            for cell in one:
                if cell.tag == "Cellule":
                    wide, high = count_of(cell, "fusionHorizontale"), count_of(cell, "fusionVerticale")
                    cells.append(model.Cell(tuple(self.inside(cell)), wide, high))
                else:
                    rest += self.of(cell)
                if not is_blank(cell.tail):
                    rest.append(self.loose(cell.tail or ""))
            if not is_blank(one.text):
                rest.append(self.loose(one.text or ""))
            rows.append(model.Row(tuple(cells), one.get("type") == "header"))
        rest += [block for one in element.iterfind("Colonne") for block in self.inside(one)]
        is_header = column is not None and column.get("type") == "header"
        return [model.Table(title, tuple(rows), is_header, tuple(summary)), *rest]

    def _section(self, element: Element, level: int) -> Found:
        title, blocks = self._title(element)
        short: list[Run] = []
        for one in element.iterfind("TitreAlternatif"):
            runs, others = self.runs(one)
            short += [Run(" "), *runs] if short else runs
            blocks = others + blocks
        kind = element.get("type")
        return [
            model.Section(
                title=title,
                level=level,
                blocks=self._held(element, blocks, frozenset({"TitreAlternatif"})),
                id=element.get("ID", ""),
                short_title=tuple(short),
                is_papers=kind == "pieces",
                is_important=kind == "important",
                when=when_of(element),
            )
        ]

    def _part(self, element: Element) -> Found:
        """Read a chapter that its element names, and no title."""
        blocks = tuple(self.inside(element))
        if not blocks:
            return []
        is_papers = element.tag == "Documents"
        return [model.Section(title=(), level=1, blocks=blocks, id=element.tag, is_papers=is_papers)]

    def _floating_title(self, element: Element) -> Found:
        title, others = self.runs(element)
        return [model.Section(title=title, level=2, blocks=tuple(others))]

    def _conclusion(self, element: Element) -> Found:
        title, blocks = self.titled(element)
        return [model.Section(title=title, level=1, blocks=tuple(blocks))] if title else blocks

    def _cases(self, element: Element) -> Found:
        cases: list[model.Case] = []
        others: Found = []
        if not is_blank(element.text):
            others.append(self.loose(element.text or ""))
        for child in element:
            if child.tag in {"Cas", "Situation"}:
                title, beside = self._title(child)
                blocks = self._held(child, beside, frozenset({"Introduction"}))
                intro = [block for one in child.iterfind("Introduction") for block in self.inside(one)]
                way = child.get("type", "")
                ways = {one.value: one for one in kinds.Way}
                cases.append(model.Case(title, blocks, tuple(intro), ways.get(way), when_of(child)))
            else:
                others += self.of(child)
            if not is_blank(child.tail):
                others.append(self.loose(child.tail or ""))
        in_turn = element.get("affichage") == "sequentiel"
        return [*others, model.Cases(tuple(cases), element.tag == "ListeSituations", in_turn)]

    def _fragment(self, element: Element) -> Found:
        blocks = self.inside(element)
        return [model.Fragment(tuple(blocks), when_of(element))] if blocks else []

    def _note(self, element: Element) -> Found:
        title, blocks = self.titled(element)
        return [model.Note(_NOTES[element.tag], title, tuple(blocks), element.get("date", ""))]

    # Guided searches

    def _lone_branch(self, element: Element) -> Found:
        return [self._branch(element)]

    def _branch(self, element: Element) -> model.Branch:
        steps = frozenset({"Branche", "Question", "Choix"})
        title, blocks = self.titled(element, steps | {"SiSelectionne", "TitreChoix"})
        choice, beside = self._of_child(element, "TitreChoix")
        blocks += beside
        chosen = element.findall("SiSelectionne")
        return model.Branch(
            element=element.tag,
            title=title,
            blocks=tuple(blocks) + tuple(block for one in chosen for block in self._unless_empty(one)),
            branches=tuple(self._branch(one) for one in element if one.tag in steps),
            makes_true=variables_of(chosen, "affecteVrai"),
            makes_false=variables_of(chosen, "affecteFaux"),
            choice=choice,
        )

    def _unless_empty(self, element: Element) -> Found:
        return self._unknown(element) if bare(element) else []

    # Pictures

    def _picture(self, element: Element) -> Found:
        instead, others = self._of_child(element, "TexteDeRemplacement")
        caption, more = self._of_child(element, "Legende")
        blocks = others + more + self.inside(element, frozenset({"TexteDeRemplacement", "Legende"}))
        return [model.Picture(element.get("LienPublication", ""), instead, caption, tuple(blocks))]

    def _film(self, element: Element) -> Found:
        title, others = self.titled(element, frozenset({"Legende"}))
        caption, more = self._of_child(element, "Legende")
        words = (*title, Run(" "), *caption) if title and caption else title or caption
        return [model.MoreInfo(words, web_of(element), blocks=tuple(others + more))]

    def _of_child(self, element: Element, name: str) -> tuple[text.Runs, Found]:
        runs: text.Runs = ()
        others: Found = []
        for one in element.iterfind(name):
            more, beside = self.runs(one)
            runs = (*runs, Run(" "), *more) if runs else more
            others += beside
        return runs, others


def _heading(element: Element) -> Element | None:
    return next((one for name in _TITLES if (one := element.find(name)) is not None), None)


def _trimmed(runs: list[Run]) -> text.Runs:
    """Return runs without spaces at both ends, nor two in a row, those that look the same being one."""
    found: list[Run] = []
    ends_in_space = True
    for run in runs:
        text = run.text
        if ends_in_space:
            text = text.lstrip(" ")
        if not text:
            continue
        ends_in_space = text[-1] == " "
        if found and found[-1].marks == run.marks and found[-1].link == run.link:
            found[-1] = Run(found[-1].text + text, run.marks, run.link)
        elif text == " " and found and not run.marks and run.link is None:
            found[-1] = Run(found[-1].text + text, found[-1].marks, found[-1].link)
        else:
            found.append(Run(text, run.marks, run.link))
    while found and not (text := found[-1].text.rstrip(" ")):
        found.pop()
    if found:
        found[-1] = Run(found[-1].text.rstrip(" "), found[-1].marks, found[-1].link)
    return tuple(found)
