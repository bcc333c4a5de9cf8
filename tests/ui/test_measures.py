"""What is measured is what is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTextOption
from PySide6.QtWidgets import QApplication

from dematassist.system.settings import Comfort
from dematassist.ui.widgets import paint

WORDS = {
    "fr": "Le mot de passe, le code par SMS, le contrôle d’identité, et encore d’autres choses à lire.",
    "ar": "كلمة السر، أو الرمز في رسالة قصيرة، أو التحقق من الهوية، وأشياء أخرى يجب قراءتها.",
}


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("percent", [100, 200])
def test_words_on_several_lines_are_as_high_as_the_painter_draws_them(build, lang, percent):
    build(lang, Comfort(text_percent=percent))
    font = QApplication.font()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setFont(font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    drawn = painter.boundingRect(QRectF(0, 0, 300, 10_000), WORDS[lang], option)
    painter.end()
    assert abs(paint.wrapped_size(font, WORDS[lang], 300).height() - drawn.height()) <= 1
