"""What a sheet leads to: online services and forms, who to ask, other sheets, the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.guides.official import model, text
from dematassist.guides.official.attributes import bare, notice_of, web_of, when_of, words_of
from dematassist.guides.official.kinds import Relation
from dematassist.guides.official.model import Kind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dematassist.guides.official.blocks import Blocks

    Found = list[model.Block]

RELATIONS = {
    **{relation.value: relation for relation in Relation},
    "FicheConnexe": Relation.SEE_ALSO,
    "RechercheGuideePere": Relation.GUIDED,
}
"""Why an element names another sheet."""
_KINDS = {
    "Formulaire": Kind.FORM,
    "Modèle de document": Kind.MODEL,
    "Simulateur": Kind.SIMULATOR,
}
_BESIDE_A_SERVICE = frozenset(
    {"Source", "Introduction", "ServiceEnLigneAnnexe", "ServiceEnLigneAlternatif", "NoticeLiee", "PivotLocal"}
)


class Leads:
    """Reads them for ``Blocks``, which reads what is inside."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def service(self, element: Element) -> Found:
        """Read ``ServiceEnLigne``."""
        title, blocks = self._blocks.titled(element, _BESIDE_A_SERVICE)
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
                to=web_of(element),
                source=words_of(element, "Source"),
                cerfa=element.get("numerocerfa", ""),
                other_number=element.get("autrenumero", ""),
                intro=tuple(
                    block for one in element.iterfind("Introduction") for block in self._blocks.inside(one)
                ),
                blocks=tuple(blocks),
                annexes=tuple(annexes),
                notices=tuple(notice_of(one) for one in element.iterfind("NoticeLiee")),
                places=tuple(bare(one) for one in element.iterfind("PivotLocal")),
                link_note=element.get("commentaireLien", ""),
                when=when_of(element),
            )
        ]

    def _annex(self, element: Element) -> model.Annex:
        title, blocks = self._blocks.titled(element, frozenset({"LienWeb", "NoticeLiee"}))
        return model.Annex(
            id=element.get("ID", ""),
            title=title,
            type=element.get("type", ""),
            is_required=element.get("groupe") == "obligatoire",
            is_instead=element.tag == "ServiceEnLigneAlternatif",
            cerfa=element.get("numerocerfa", ""),
            links=tuple(self._address(one) for one in element.iterfind("LienWeb")),
            blocks=tuple(blocks),
            notices=tuple(notice_of(one) for one in element.iterfind("NoticeLiee")),
        )

    def lone_annex(self, element: Element) -> Found:
        """Read ``ServiceEnLigneAnnexe`` that goes with no service."""
        return [self._lone(annexes=(self._annex(element),))]

    def lone_notice(self, element: Element) -> Found:
        """Read ``NoticeLiee`` that goes with no form."""
        return [self._lone(notices=(notice_of(element),))]

    def _lone(
        self, annexes: tuple[model.Annex, ...] = (), notices: tuple[model.Notice, ...] = ()
    ) -> model.Service:
        return model.Service(id="", kind=Kind.FORM, title=(), annexes=annexes, notices=notices)

    def _address(self, element: Element) -> model.WebAddress:
        title, blocks = self._blocks.titled(element, frozenset({"Source"}))
        return model.WebAddress(web_of(element), title, words_of(element, "Source"), tuple(blocks))

    def lone_address(self, element: Element) -> Found:
        """Read ``LienWeb`` that stands alone."""
        title, others = self._blocks.titled(element, frozenset({"Source"}))
        return [model.MoreInfo(title, web_of(element), words_of(element, "Source"), tuple(others))]

    def contact(self, element: Element) -> Found:
        """Read ``OuSAdresser`` or ``QuiPeutMAider``."""
        taken = frozenset({"Source", "Complement", "PivotLocal", "RessourceWeb"})
        title, blocks = self._blocks.titled(element, taken)
        blocks += [block for one in element.iterfind("RessourceWeb") for block in self._blocks.inside(one)]
        links = (web_of(one) for one in element.iterfind("RessourceWeb"))
        return [
            model.Contact(
                id=element.get("ID", ""),
                type=element.get("type", ""),
                title=title,
                complement=words_of(element, "Complement"),
                source=words_of(element, "Source"),
                places=tuple(bare(one) for one in element.iterfind("PivotLocal")),
                links=tuple(link for link in links if link),
                blocks=tuple(blocks),
                for_audience=element.get("audience", ""),
                when=when_of(element),
            )
        ]

    def lone_place(self, element: Element) -> Found:
        """Read ``PivotLocal`` that stands alone."""
        return [model.Contact(id="", type="Local", title=(), places=(bare(element),))]

    def more(self, element: Element) -> Found:
        """Read ``PourEnSavoirPlus``."""
        title, blocks = self._blocks.titled(element, frozenset({"Source"}))
        source = words_of(element, "Source")
        return [model.MoreInfo(title, web_of(element), source, tuple(blocks), when_of(element))]

    def commented(self, element: Element) -> Found:
        """Read ``LienExterneCommente``."""
        link = element.find("LienExterne")
        title, others = self._blocks.runs(link) if link is not None else ((), [])
        taken = frozenset({"Source", "LienExterne"})
        to = web_of(link) if link is not None else None
        blocks = others + self._blocks.inside(element, taken)
        blocks += [
            block for one in element.findall("LienExterne")[1:] for block in self._blocks.paragraph_of([one])
        ]
        return [model.MoreInfo(title, to, words_of(element, "Source"), tuple(blocks))]

    def reference(self, element: Element) -> Found:
        """Read ``Reference``."""
        title, others = self._blocks.titled(element, frozenset({"Source", "Complement"}))
        complement, source = words_of(element, "Complement"), words_of(element, "Source")
        return [model.Reference(title, web_of(element), complement, source, when_of(element)), *others]

    def related(self, element: Element) -> Found:
        """Read an element that names another sheet."""
        to = text.ToSheet(element.get("ID", ""), element.get("audience", ""), element.get("type", ""))
        if element.find("Titre") is None:
            title, others = self._blocks.runs(element)
        else:
            title, others = self._blocks.titled(element)
        relation = RELATIONS[element.tag]
        return [model.Related(relation, to, title, blocks=tuple(others))]

    def see_also(self, element: Element) -> Found:
        """Read ``VoirAussi``."""
        is_important = element.get("important") == "oui"
        found: Found = []
        for block in self._blocks.inside(element):
            match block:
                case model.Related(to=to, title=title, blocks=blocks):
                    pass
                case model.Folder(id=folder_id, title=title, blocks=blocks):
                    to = text.ToSheet(folder_id)
                case _:
                    found.append(block)
                    continue
            found.append(model.Related(Relation.SEE_ALSO, to, title, is_important, blocks))
        return found

    def folder(self, element: Element) -> Found:
        """Read a theme or a file of sheets."""
        if len(element):
            title, blocks = self._blocks.titled(element)
        else:
            title, blocks = self._blocks.runs(element)
        return [model.Folder(element.get("ID", ""), element.tag, title, tuple(blocks))]
