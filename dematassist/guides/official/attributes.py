"""What an element says beside its blocks: conditions, addresses, numbers, lone words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dematassist.guides.official import model, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    Condition = text.Condition

_SPACES = re.compile(r"[ \t\r\n]+")
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


def link_of(element: Element) -> text.Link | None:
    """Return where words lead."""
    if element.tag == "LienInterne":
        return text.ToSheet(
            element.get("LienPublication", ""), element.get("audience", ""), element.get("type", "")
        )
    if element.tag == "LienIntra":
        return text.ToMeaning(element.get("LienID", ""), element.get("type", ""))
    return web_of(element)


def web_of(element: Element) -> text.ToWeb | None:
    """Return where an element leads; an address that is none of the web leads nowhere."""
    url = element.get("URL", "").strip()
    if not url.lower().startswith(("http://", "https://", "mailto:", "tel:")):
        return None
    return text.ToWeb(url, element.get("format", ""), element.get("poids", ""), element.get("langue", ""))


def words_of(element: Element, name: str) -> str:
    """Return the words of the children of that name."""
    return " ".join(bare(one) for one in element.iterfind(name))


def notice_of(element: Element) -> model.Notice:
    """Read ``NoticeLiee``."""
    return model.Notice(bare(element), web_of(element), element.get("numerocerfa", ""))


def count_of(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    said = cell.get(name, "")
    return min(max(1, int(said)), _MOST) if re.fullmatch("[0-9]{1,6}", said) else 1


def when_of(element: Element) -> Condition | None:
    """Return the condition with which an element is shown."""
    found = [one for condition in element.iterfind("Condition") for one in _conditions(condition)]
    return found[0] if len(found) == 1 else text.AllOf(tuple(found)) if found else None


def _conditions(element: Element) -> list[Condition]:
    found: list[Condition] = []
    for one in element:
        var = one.get("var", "")
        match one.tag:
            case "estVrai":
                found.append(text.IsTrue(var))
            case "estFaux":
                found.append(text.IsFalse(var))
            case "estIndefini":
                found.append(text.IsUnknown(var))
            case "et":
                found.append(text.AllOf(tuple(_conditions(one))))
            case "ou":
                found.append(text.AnyOf(tuple(_conditions(one))))
    return found


def variables_of(chosen: list[Element], name: str) -> tuple[str, ...]:
    """Return the variables that a choice sets."""
    return tuple(one.get("var", "") for choice in chosen for one in choice.iterfind(name))
