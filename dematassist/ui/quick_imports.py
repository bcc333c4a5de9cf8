"""Imports Qt first, then gives Python its own ``import`` back: imported before anything else of the window.

PySide6 replaces ``builtins.__import__`` by a function that reads the source of every module imported
after it, in search of ``from __feature__``, which this program never uses. Giving the stock function back
makes the imports that follow a third faster (packaging/benchmarks/bench_start.py). Where a version of
PySide6 does not do so, nothing happens.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore
import PySide6.QtGui
import PySide6.QtWidgets  # noqa: F401 -- all three are loaded here, before the function is given back

_stock = getattr(builtins, "__orig_import__", None)
if callable(_stock):
    builtins.__import__ = _stock
