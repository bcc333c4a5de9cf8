"""What a sheet is made of: elements of the State's schema → blocks of ``model.py``.

No text is ever dropped: what an element holds beside what its class has room for becomes blocks of it, and
an element that nobody knows becomes ``Unknown`` and is counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.guides.official import model
from dematassist.guides.official.model import Kind, Mark, NoteKind, Relation, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    Condition = model.Condition
    Found = list[model.Block]

_SPACES = re.compile(r"[ \t\r\n]+")
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
_KINDS = {
    "Formulaire": Kind.FORM,
    "Modèle de document": Kind.MODEL,
    "Simulateur": Kind.SIMULATOR,
}
_NOTES = {kind.value: kind for kind in NoteKind}
_BESIDE_A_SERVICE = frozenset(
    {"Source", "Introduction", "ServiceEnLigneAnnexe", "ServiceEnLigneAlternatif", "NoticeLiee", "PivotLocal"}
)
_MOST = 1_000
"""The most columns or rows a cell may say it covers."""


def is_blank(text: str | None) -> bool:
    """Return whether a text between two elements says nothing."""
    return not text or not text.strip()


def squeezed(text: str) -> str:
    """Return a text with its line ends and runs of spaces as one space each; no-break spaces stay."""
    return _SPACES.sub(" ", text)


def bare(element: Element) -> str:
    """Return every word of an element as one line."""
    if not len(element):
        return squeezed(element.text or "").strip()
    return squeezed("".join(element.itertext())).strip()


class Blocks:
    """Reads blocks, and counts the elements it does not know in ``unknown``."""

    def __init__(self) -> None:
        self.unknown = 0
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
            "ServiceEnLigne": self._service,
            "ServiceEnLigneAnnexe": self._lone_annex,
            "ServiceEnLigneAlternatif": self._lone_annex,
            "NoticeLiee": self._lone_notice,
            "LienWeb": self._lone_address,
            "OuSAdresser": self._contact,
            "OuSAdresserSupport": self._contact,
            "PivotLocal": self._lone_place,
            "PourEnSavoirPlus": self._more,
            "LienExterneCommente": self._commented,
            "Partenaire": self._more,
            "Reference": self._reference,
            "Definition": lambda one: [self.term(one)],
            "Abreviation": lambda one: [self.term(one)],
            **dict.fromkeys((one.value for one in Relation), self._related),
            "VoirAussi": self._see_also,
            **dict.fromkeys(
                ("Theme", "SousTheme", "SousThemePere", "Dossier", "DossierPere", "SousDossier"), self._folder
            ),
            "SousDossierPere": self._folder,
            **dict.fromkeys(("Problematique", "Branche", "Question", "Choix"), self._lone_branch),
            "Problematiques": self.inside,
            "Questionnaire": self.inside,
            "Description": self.inside,
            "Audience": self._folder,
            "IntituleSiSelectionne": self.inside,
            "Image": self._picture,
            "Illustration": self._picture,
            "ContenuIllustre": lambda one: [model.Illustrated(tuple(self.inside(one)))],
        }

    def of(self, element: Element) -> Found:
        """Return what an element is."""
        reader = self._readers.get(element.tag)
        if reader is not None:
            return reader(element)
        if element.tag in _INLINE or element.tag in _LINKS:
            return self._paragraph_of([element])
        if element.tag in _CONDITIONS:
            return self._unknown(element) if bare(element) else []
        if element.tag.startswith(("Comparaison", "BlocComparaison")):
            title, rest = self._titled(element)
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
        title, rest = self._titled(element, frozenset({"Reference"}))
        references = [block for one in element.iterfind("Reference") for block in self.of(one)]
        return model.Term(
            element.get("ID", ""), title, tuple(rest), element.tag == "Abreviation", tuple(references)
        )

    # Text

    def _runs(self, element: Element) -> tuple[model.Runs, Found]:
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
        link: model.Link | None,
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
                self._gather(child, marks, _link(child), runs, others)
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
        runs, others = self._runs(element)
        return [model.Paragraph(runs), *others] if runs else others

    def _paragraph_of(self, inline: list[Element]) -> Found:
        from xml.etree.ElementTree import Element as New

        paragraph = New("Paragraphe")
        for one in inline:
            alone = New(one.tag, one.attrib)
            alone.text = one.text
            alone.extend(one)
            paragraph.append(alone)
        return self._paragraph(paragraph)

    def _titled(self, element: Element, but: frozenset[str] = frozenset()) -> tuple[model.Runs, Found]:
        """Return the title of an element, and all it holds beside."""
        title: model.Runs = ()
        others: Found = []
        heading = element.find("Titre")
        if heading is not None:
            title, others = self._runs(heading)
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
        return title, others + found

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
                    items.append(model.Item(tuple(blocks), _when(child)))
            else:
                others += self.of(child)
            if not is_blank(child.tail):
                others.append(self.loose(child.tail or ""))
        return [model.Listing(tuple(items), element.get("type") == "numero"), *others] if items else others

    def _table(self, element: Element) -> Found:
        title, rest = self._titled(element, frozenset({"Rangée", "Colonne", "Resume"}))
        summary = [block for one in element.iterfind("Resume") for block in self.inside(one)]
        column = element.find("Colonne")
        rows = []
        for one in element.iterfind("Rangée"):
            cells = []
            for cell in one:
                if cell.tag == "Cellule":
                    wide, high = _count(cell, "fusionHorizontale"), _count(cell, "fusionVerticale")
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
        title, blocks = self._titled(element, frozenset({"TitreAlternatif"}))
        short: list[Run] = []
        for one in element.iterfind("TitreAlternatif"):
            runs, others = self._runs(one)
            short += [Run(" "), *runs] if short else runs
            blocks = others + blocks
        kind = element.get("type")
        return [
            model.Section(
                title=title,
                level=level,
                blocks=tuple(blocks),
                id=element.get("ID", ""),
                short_title=tuple(short),
                is_papers=kind == "pieces",
                is_important=kind == "important",
                when=_when(element),
            )
        ]

    def _cases(self, element: Element) -> Found:
        cases: list[model.Case] = []
        others: Found = []
        if not is_blank(element.text):
            others.append(self.loose(element.text or ""))
        for child in element:
            if child.tag in {"Cas", "Situation"}:
                title, blocks = self._titled(child, frozenset({"Introduction"}))
                intro = [block for one in child.iterfind("Introduction") for block in self.inside(one)]
                way = child.get("type", "")
                ways = {one.value: one for one in model.Way}
                cases.append(model.Case(title, tuple(blocks), tuple(intro), ways.get(way), _when(child)))
            else:
                others += self.of(child)
            if not is_blank(child.tail):
                others.append(self.loose(child.tail or ""))
        in_turn = element.get("affichage") == "sequentiel"
        return [*others, model.Cases(tuple(cases), element.tag == "ListeSituations", in_turn)]

    def _fragment(self, element: Element) -> Found:
        blocks = self.inside(element)
        return [model.Fragment(tuple(blocks), _when(element))] if blocks else []

    def _note(self, element: Element) -> Found:
        title, blocks = self._titled(element)
        return [model.Note(_NOTES[element.tag], title, tuple(blocks), element.get("date", ""))]

    # What a sheet leads to

    def _service(self, element: Element) -> Found:
        title, blocks = self._titled(element, _BESIDE_A_SERVICE)
        type_ = element.get("type", "")
        annexes = [
            self._annex(one)
            for one in element
            if one.tag in {"ServiceEnLigneAnnexe", "ServiceEnLigneAlternatif"}
        ]
        return [
            model.Service(
                id=element.get("ID", ""),
                kind=_KINDS.get(type_, Kind.ONLINE_SERVICE),
                title=title,
                type=type_,
                to=_to_web(element),
                source=_words_of(element, "Source"),
                cerfa=element.get("numerocerfa", ""),
                other_number=element.get("autrenumero", ""),
                intro=tuple(block for one in element.iterfind("Introduction") for block in self.inside(one)),
                blocks=tuple(blocks),
                annexes=tuple(annexes),
                notices=tuple(_notice(one) for one in element.iterfind("NoticeLiee")),
                places=tuple(bare(one) for one in element.iterfind("PivotLocal")),
                link_note=element.get("commentaireLien", ""),
                when=_when(element),
            )
        ]

    def _annex(self, element: Element) -> model.Annex:
        title, blocks = self._titled(element, frozenset({"LienWeb", "NoticeLiee"}))
        return model.Annex(
            id=element.get("ID", ""),
            title=title,
            type=element.get("type", ""),
            is_required=element.get("groupe") == "obligatoire",
            is_instead=element.tag == "ServiceEnLigneAlternatif",
            cerfa=element.get("numerocerfa", ""),
            links=tuple(self._address(one) for one in element.iterfind("LienWeb")),
            blocks=tuple(blocks),
            notices=tuple(_notice(one) for one in element.iterfind("NoticeLiee")),
        )

    def _lone_annex(self, element: Element) -> Found:
        return [self._lone(annexes=(self._annex(element),))]

    def _lone_notice(self, element: Element) -> Found:
        return [self._lone(notices=(_notice(element),))]

    def _lone(
        self, annexes: tuple[model.Annex, ...] = (), notices: tuple[model.Notice, ...] = ()
    ) -> model.Service:
        return model.Service(id="", kind=Kind.FORM, title=(), annexes=annexes, notices=notices)

    def _address(self, element: Element) -> model.WebAddress:
        title, blocks = self._titled(element, frozenset({"Source"}))
        return model.WebAddress(_to_web(element), title, _words_of(element, "Source"), tuple(blocks))

    def _lone_address(self, element: Element) -> Found:
        title, others = self._titled(element, frozenset({"Source"}))
        return [model.MoreInfo(title, _to_web(element), _words_of(element, "Source"), tuple(others))]

    def _contact(self, element: Element) -> Found:
        taken = frozenset({"Source", "Complement", "PivotLocal", "RessourceWeb"})
        title, blocks = self._titled(element, taken)
        blocks += [block for one in element.iterfind("RessourceWeb") for block in self.inside(one)]
        links = (_to_web(one) for one in element.iterfind("RessourceWeb"))
        return [
            model.Contact(
                id=element.get("ID", ""),
                type=element.get("type", ""),
                title=title,
                complement=_words_of(element, "Complement"),
                source=_words_of(element, "Source"),
                places=tuple(bare(one) for one in element.iterfind("PivotLocal")),
                links=tuple(link for link in links if link),
                blocks=tuple(blocks),
                for_audience=element.get("audience", ""),
                when=_when(element),
            )
        ]

    def _lone_place(self, element: Element) -> Found:
        return [model.Contact(id="", type="Local", title=(), places=(bare(element),))]

    def _more(self, element: Element) -> Found:
        title, blocks = self._titled(element, frozenset({"Source"}))
        source = _words_of(element, "Source")
        return [model.MoreInfo(title, _to_web(element), source, tuple(blocks), _when(element))]

    def _commented(self, element: Element) -> Found:
        link = element.find("LienExterne")
        title, others = self._runs(link) if link is not None else ((), [])
        taken = frozenset({"Source", "LienExterne"})
        to = _to_web(link) if link is not None else None
        blocks = others + self.inside(element, taken)
        blocks += [block for one in element.findall("LienExterne")[1:] for block in self._paragraph_of([one])]
        return [model.MoreInfo(title, to, _words_of(element, "Source"), tuple(blocks))]

    def _reference(self, element: Element) -> Found:
        title, others = self._titled(element, frozenset({"Source", "Complement"}))
        complement, source = _words_of(element, "Complement"), _words_of(element, "Source")
        return [model.Reference(title, _to_web(element), complement, source, _when(element)), *others]

    def _related(self, element: Element) -> Found:
        to = model.ToSheet(element.get("ID", ""), element.get("audience", ""), element.get("type", ""))
        if element.find("Titre") is None:
            title, others = self._runs(element)
        else:
            title, others = self._titled(element)
        return [model.Related(Relation(element.tag), to, title, blocks=tuple(others))]

    def _see_also(self, element: Element) -> Found:
        is_important = element.get("important") == "oui"
        found: Found = []
        for block in self.inside(element):
            match block:
                case model.Related(to=to, title=title, blocks=blocks):
                    pass
                case model.Folder(id=folder_id, title=title, blocks=blocks):
                    to = model.ToSheet(folder_id)
                case _:
                    found.append(block)
                    continue
            found.append(model.Related(Relation.SEE_ALSO, to, title, is_important, blocks))
        return found

    def _folder(self, element: Element) -> Found:
        if len(element):
            title, blocks = self._titled(element)
        else:
            title, blocks = self._runs(element)
        return [model.Folder(element.get("ID", ""), element.tag, title, tuple(blocks))]

    # Guided searches

    def _lone_branch(self, element: Element) -> Found:
        return [self._branch(element)]

    def _branch(self, element: Element) -> model.Branch:
        steps = frozenset({"Branche", "Question", "Choix"})
        title, blocks = self._titled(element, steps | {"SiSelectionne"})
        chosen = element.findall("SiSelectionne")
        return model.Branch(
            element=element.tag,
            title=title,
            blocks=tuple(blocks) + tuple(block for one in chosen for block in self._unless_empty(one)),
            branches=tuple(self._branch(one) for one in element if one.tag in steps),
            makes_true=_vars(chosen, "affecteVrai"),
            makes_false=_vars(chosen, "affecteFaux"),
        )

    def _unless_empty(self, element: Element) -> Found:
        return self._unknown(element) if bare(element) else []

    # Pictures

    def _picture(self, element: Element) -> Found:
        instead, others = self._of_child(element, "TexteDeRemplacement")
        caption, more = self._of_child(element, "Legende")
        blocks = others + more + self.inside(element, frozenset({"TexteDeRemplacement", "Legende"}))
        return [model.Picture(element.get("LienPublication", ""), instead, caption, tuple(blocks))]

    def _of_child(self, element: Element, name: str) -> tuple[model.Runs, Found]:
        runs: model.Runs = ()
        others: Found = []
        for one in element.iterfind(name):
            more, beside = self._runs(one)
            runs = (*runs, Run(" "), *more) if runs else more
            others += beside
        return runs, others


def _trimmed(runs: list[Run]) -> model.Runs:
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


def _link(element: Element) -> model.Link | None:
    if element.tag == "LienInterne":
        return model.ToSheet(
            element.get("LienPublication", ""), element.get("audience", ""), element.get("type", "")
        )
    if element.tag == "LienIntra":
        return model.ToMeaning(element.get("LienID", ""), element.get("type", ""))
    return _to_web(element)


def _to_web(element: Element) -> model.ToWeb | None:
    """Return where an element leads; an address that is none of the web leads nowhere."""
    url = element.get("URL", "").strip()
    if not url.lower().startswith(("http://", "https://", "mailto:", "tel:")):
        return None
    return model.ToWeb(url, element.get("format", ""), element.get("poids", ""), element.get("langue", ""))


def _words_of(element: Element, name: str) -> str:
    """Return the words of the children of that name."""
    return " ".join(bare(one) for one in element.iterfind(name))


def _notice(element: Element) -> model.Notice:
    return model.Notice(bare(element), _to_web(element), element.get("numerocerfa", ""))


def _count(cell: Element, name: str) -> int:
    said = cell.get(name, "")
    return min(max(1, int(said)), _MOST) if re.fullmatch("[0-9]{1,6}", said) else 1


def _when(element: Element) -> Condition | None:
    found = [one for condition in element.iterfind("Condition") for one in _conditions(condition)]
    return found[0] if len(found) == 1 else model.AllOf(tuple(found)) if found else None


def _conditions(element: Element) -> list[Condition]:
    found: list[Condition] = []
    for one in element:
        var = one.get("var", "")
        match one.tag:
            case "estVrai":
                found.append(model.IsTrue(var))
            case "estFaux":
                found.append(model.IsFalse(var))
            case "estIndefini":
                found.append(model.IsUnknown(var))
            case "et":
                found.append(model.AllOf(tuple(_conditions(one))))
            case "ou":
                found.append(model.AnyOf(tuple(_conditions(one))))
    return found


def _vars(chosen: list[Element], name: str) -> tuple[str, ...]:
    return tuple(one.get("var", "") for choice in chosen for one in choice.iterfind(name))
