"""Loads Qt in less time: called before anything else of the window is imported.

Three habits of PySide6 cost half of its import, and all are worked around from outside it:

- it compiles fourteen of its own source files at each start. While it is imported, ``compile`` looks in a
  file of code already compiled, by the text of the source: another version finds nothing and compiles;
- it runs six of them, which only word its error messages and its help, and all that they import. Here they
  run when one of their names is first asked for;
- it replaces ``__import__`` by a function that reads the source of every module imported after it, in
  search of ``from __feature__``, which this program never uses. Here nothing is searched, and the stock
  function is given back.

Where a version of PySide6 does none of this, or where the file cannot be read or written, nothing changes.
Figures: packaging/benchmarks/bench_start.py.
"""

from __future__ import annotations

import builtins
import marshal
import sys
from threading import RLock
from typing import TYPE_CHECKING, Any

from dematassist.ui.quick_enumerations import fill_all, members_later

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

_MARK = f"dematassist {sys.version}".encode()

_LATE = frozenset(
    f"shibokensupport/signature/{name}.py"
    for name in (
        *("errorhandler", "layout", "parser"),
        *("lib/enum_sig", "lib/pyi_generator", "lib/tool"),
    )
)
"""Sources of PySide6 that run when one of their names is first asked for. (Qt itself looks in the names of
``mapping``: it must run at once.)"""

_STUB = """
from dematassist.ui.quick_imports import late_name

def __getattr__(name):
    return late_name(__file__, globals(), name)
"""

_FEATURE = "shibokensupport/feature.py"
_FEATURE_STUB = f"""{_STUB}
def feature_import(name, *arguments, **named):
    return None

def feature_imported(module):
    return None
"""

_AT_START = {
    "PySide6.QtCore": ("QEvent", "QLibraryInfo", "QLocale", "QUrl", "Qt"),
    "PySide6.QtGui": (
        *("QAccessible", "QFont", "QFontDatabase", "QKeySequence", "QPainter", "QPalette", "QTextOption"),
    ),
    "PySide6.QtWidgets": ("QSizePolicy",),
}
"""Classes that the first page needs, with enumerations of which it needs few."""

_waiting: dict[str, CodeType] = {}
_lock = RLock()


def late_name(filename: str, names: dict[str, Any], name: str) -> Any:
    """Return a name of a module that has not run yet: run it in its own ``names`` first.

    Raises ``AttributeError``, as the module itself would.
    """
    # What the import system looks for is not in these modules.
    if not name.startswith("__"):
        # What words the errors looks everywhere.
        fill_all()
        with _lock:
            code = _waiting.pop(filename, None)
            if code is not None:
                exec(code, names)  # noqa: S102 -- PySide6's own module, in its own place
            if name in names:
                return names[name]
    raise AttributeError(f"module {names['__name__']!r} has no attribute {name!r}")


class _KnownCode:
    """A ``compile`` that remembers."""

    def __init__(self, kept: dict[tuple[str, int, str], CodeType]) -> None:
        self.kept = kept
        self.is_changed = False
        self._compile: Any = builtins.compile

    def __call__(self, source: Any, filename: Any, mode: str, *rest: Any, **named: Any) -> Any:
        if mode != "exec" or not isinstance(source, str | bytes) or rest or named:
            return self._compile(source, filename, mode, *rest, **named)
        # hash() of a text differs between runs; the length and the text itself tell sources apart.
        known = (str(filename), len(source), source if isinstance(source, str) else source.decode("latin-1"))
        if known not in self.kept:
            self.kept[known] = self._compile(source, filename, mode)
            self.is_changed = True
        if filename in _LATE or filename == _FEATURE:
            _waiting[filename] = self.kept[known]
            return self._compile(_FEATURE_STUB if filename == _FEATURE else _STUB, filename, mode)
        return self.kept[known]


def load_qt(cache: Path) -> None:
    """Import Qt, with the help of the file of compiled code at ``cache``, made at the first start."""
    known = _KnownCode(_read(cache))
    stock_compile = builtins.compile
    builtins.compile = known
    try:
        import PySide6

        # All the Python of PySide6 has run.
        with members_later():
            import PySide6.QtCore
            import PySide6.QtGui
            import PySide6.QtWidgets  # noqa: F401 -- all three, while compile is ours

            for module, names in _AT_START.items():
                for name in names:
                    # A class of Qt is made when it is first named.
                    getattr(sys.modules[module], name, None)
    finally:
        builtins.compile = stock_compile
    stock_import = getattr(builtins, "__orig_import__", None)
    if callable(stock_import):
        builtins.__import__ = stock_import
    if known.is_changed:
        _write(cache, known.kept)


def _read(cache: Path) -> dict[tuple[str, int, str], CodeType]:
    try:
        content = cache.read_bytes()
        if content.startswith(_MARK):
            kept = marshal.loads(content[len(_MARK) :])  # noqa: S302 -- a file of this user, as a .pyc is
            if isinstance(kept, dict):
                return kept
    except (OSError, ValueError, EOFError, TypeError):
        pass
    return {}


def _write(cache: Path, kept: dict[tuple[str, int, str], CodeType]) -> None:
    from dematassist.errors import UserError
    from dematassist.system.files import write_atomically
    from dematassist.system.paths import private_folder

    try:
        private_folder(cache.parent)
        write_atomically(cache, _MARK + marshal.dumps(kept))
    except (OSError, ValueError, UserError):
        # The next start compiles again, as this one did.
        return
