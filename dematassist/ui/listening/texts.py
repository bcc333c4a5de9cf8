"""What a page says, in the order it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from dematassist.i18n import _
from dematassist.speech.model import Kind, Passage
from dematassist.ui.widgets.buttons import Button, CheckBox, RadioButton
from dematassist.ui.widgets.children import children
from dematassist.ui.widgets.fields import Field
from dematassist.ui.widgets.labels import Heading, Line
from dematassist.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

_Shown = Line | Prose | CheckBox | RadioButton | Button | Field


class HeardText(NamedTuple):
    """A text to hear, and the widget that shows it from its character ``first`` on (None: only heard)."""

    passage: Passage
    widget: QWidget | None
    first: int = 0


def heard_texts(places: Iterable[QWidget], lang: str) -> tuple[HeardText, ...]:
    """Return what these parts of the window say, one after the other. ``lang`` is that of the window."""
    texts: list[HeardText] = []
    was_choice = False
    for place in places:
        for widget in _in_order(place):
            is_choice = isinstance(widget, Button | RadioButton)
            if is_choice and not was_choice:
                # Translators: heard before the words of the buttons of a page.
                texts.append(HeardText(Passage("", _("You can choose:"), lang), None))
            was_choice = is_choice
            texts += _texts(widget, lang)
    return tuple(texts)


def selected_text(widget: QWidget | None, lang: str) -> tuple[HeardText, ...]:
    """Return the text that the person selected, if any."""
    if not isinstance(widget, Prose) or not widget.textCursor().hasSelection():
        return ()
    cursor = widget.textCursor()
    # Qt parts paragraphs by U+2029.
    text = cursor.selectedText().replace("\u2029", "\n")
    return (HeardText(_passage(text, lang, Kind.SENTENCE), widget, cursor.selectionStart()),)


def _in_order(place: QWidget) -> list[_Shown]:
    shown = [
        widget
        for widget in children(place, QWidget)
        if isinstance(widget, _Shown) and widget.isVisibleTo(place)
    ]
    is_mirrored = place.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def seen(widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(place, QPoint(0, 0))
        return corner.y(), -corner.x() if is_mirrored else corner.x()

    return sorted(shown, key=seen)


def _texts(widget: _Shown, lang: str) -> list[HeardText]:
    if isinstance(widget, Prose):
        kind = Kind.ITEM if widget.is_list else Kind.SENTENCE
        document = widget.document()
        blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
        return [
            HeardText(_passage(block.text(), lang, kind), widget, block.position())
            for block in blocks
            if block.text().strip()
        ]
    if isinstance(widget, Line):
        kind = Kind.TITLE if isinstance(widget, Heading) else Kind.SENTENCE
        text = widget.text()
    elif isinstance(widget, Field):
        # What is hidden on the screen is not said aloud.
        kind, text = Kind.SENTENCE, _typed(widget) if widget.echoMode() is Field.EchoMode.Normal else ""
    else:
        kind, text = Kind.ITEM, widget.words()
    return [HeardText(_passage(text, lang, kind), widget)] if text.strip() else []


def _typed(field: Field) -> str:
    # Translators: read aloud after the name of a field; {text} is what the person typed in it.
    return _("You wrote: {text}").format(text=field.text()) if field.text().strip() else ""


def _passage(text: str, lang: str, kind: Kind) -> Passage:
    # In an Arabic window, what has no Arabic letter is what stands on a French paper or site.
    is_french = lang == "ar" and not any("\u0600" <= letter <= "\u06ff" for letter in text)
    return Passage("", text, "fr" if is_french else lang, kind)
