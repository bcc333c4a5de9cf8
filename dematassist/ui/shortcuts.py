"""Every shortcut of the program. No single letter alone: a screen reader keeps those."""

from __future__ import annotations

from enum import Enum


class Shortcut(Enum):
    """A key, as Qt writes it."""

    BACK = "Alt+Left"
    ESCAPE = "Escape"
    EXPLAIN = "F1"
    NEXT_PLACE = "F6"
    PREVIOUS_PLACE = "Shift+F6"
    SEARCH = "Ctrl+K"
    HOME = "Alt+Home"
    TALK = "Ctrl+T"
    BLOCKED = "Ctrl+B"
    BIGGER = "Ctrl++"
    SMALLER = "Ctrl+-"
    NORMAL_SIZE = "Ctrl+0"
    SETTINGS = "Ctrl+,"
    LISTEN = "Ctrl+L"
    SENTENCE_AFTER = "Alt+Down"
    SENTENCE_BEFORE = "Alt+Up"
    SENTENCE_AGAIN = "Ctrl+R"
    PRINT = "Ctrl+P"
    QUIT = "Ctrl+Q"
