"""The widgets inside a widget, with their type: PySide6's own annotation loses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

_W = TypeVar("_W", bound="QWidget")


def children(parent: QWidget, kind: type[_W]) -> list[_W]:
    """Return every widget of this kind below ``parent``, in the order they were made."""
    return list(cast("Iterable[_W]", parent.findChildren(kind)))
