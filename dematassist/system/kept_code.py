"""Starts from one file instead of a hundred and fifty.

On an old disk, each file opened at start costs more than what is in it. The compiled code of the Python
modules that the first page needs, our own and those of Python and its libraries, is kept in one file of
this user, made once the first page is shown. At the next start the modules come from there.

Modules that Qt's Python imports only for the day something goes wrong run once the first page is shown.

A module whose source has changed (another size or time, as for Python's own ``.pyc``) is imported as usual,
and the file is made again. Where the file is missing, damaged, unwritable or made by another Python or
another copy of the program, every module is imported as usual. Inside a bundle, which has one archive
already, no module has a source file and nothing is kept. Figures: packaging/benchmarks/bench_start.py.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import CodeType, ModuleType

_MARK = f"{sys.version}\n{os.path.dirname(__file__)}\n".encode()  # noqa: PTH120 -- pathlib is slow to import

_LATE = frozenset(
    {
        *("ast", "bz2", "dis", "inspect", "ipaddress", "linecache", "lzma", "random", "shutil", "tempfile"),
        *("textwrap", "tokenize", "traceback"),
    }
)
"""Modules of Python that nothing uses before the first page, though much imports them."""


class _Kept(NamedTuple):
    """The code of a module and the source it was compiled from."""

    origin: str
    time_ns: int
    size: int
    is_package: bool
    code: bytes


class KeptCode:
    """Finds and loads modules (PEP 451) from the file at ``path``, from ``begin`` to ``end``."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._kept = _read(path)
        self._before: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Be asked first for each module imported from now on."""
        # A start makes next to no garbage, and looking for it takes 5 % of the time.
        gc.disable()
        self._before = frozenset(sys.modules)
        sys.meta_path.insert(0, self)

    def end(self) -> tuple[str, ...]:
        """Be asked no more; return the names of the modules imported in between, if the file lacks any."""
        gc.enable()
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name in _LATE:
            # Now, on this thread: LazyLoader knows no threads before Python 3.12.
            getattr(sys.modules.get(name), "__doc__", "")
        names = tuple(
            name
            for name, module in tuple(sys.modules.items())
            if name not in self._before and (origin := _source(module)) and _stamp(origin)
        )
        return names if any(name not in self._kept for name in names) else ()

    def write(self, names: tuple[str, ...]) -> None:
        """Keep the code of these modules for the next start, if that can be done."""
        from contextlib import suppress
        from pathlib import Path

        from dematassist.errors import UserError
        from dematassist.system.files import write_atomically
        from dematassist.system.paths import private_folder

        kept = {name: tuple(found) for name in names if (found := _keep(name)) is not None}
        # Otherwise the next start is as this one was.
        with suppress(OSError, ValueError, UserError):
            private_folder(Path(self._path).parent)
            write_atomically(Path(self._path), _MARK + marshal.dumps(kept))

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Return where a module is, if its code is kept and its source has not changed."""
        kept = self._kept.get(name)
        if kept is None:
            return None
        if _stamp(kept.origin) != (kept.time_ns, kept.size):
            del self._kept[name]
            return None
        loader: object = self
        if name in _LATE:
            from importlib.util import LazyLoader

            loader = LazyLoader(self)  # type: ignore[arg-type]  # PEP 451 asks no more than what is here
        spec = ModuleSpec(name, loader, origin=kept.origin, is_package=kept.is_package)  # type: ignore[arg-type]
        spec.has_location = True
        if kept.is_package:
            spec.submodule_search_locations = [os.path.dirname(kept.origin)]  # noqa: PTH120
        return spec

    def create_module(self, _spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the code of a module."""
        code: CodeType = marshal.loads(self._kept[module.__name__].code)  # noqa: S302 -- as a .pyc is
        exec(code, module.__dict__)  # noqa: S102 -- that is what an import is


def _read(path: str) -> dict[str, _Kept]:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            content = stream.read()
        if content.startswith(_MARK):
            kept = marshal.loads(content[len(_MARK) :])  # noqa: S302 -- a file of this user, as a .pyc is
            return {name: _Kept(*fields) for name, fields in kept.items()}
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        pass
    return {}


def _stamp(origin: str) -> tuple[int, int] | None:
    try:
        found = os.stat(origin)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _source(module: object) -> str | None:
    """Return the source file of a module that came from one."""
    spec = getattr(module, "__spec__", None)
    origin = getattr(spec, "origin", None)
    if isinstance(origin, str) and origin.endswith(".py") and os.path.isabs(origin):  # noqa: PTH117
        return origin
    return None


def _keep(name: str) -> _Kept | None:
    from importlib.machinery import SourceFileLoader

    module = sys.modules.get(name)
    origin = _source(module)
    stamp = _stamp(origin) if origin else None
    if module is None or origin is None or stamp is None:
        return None
    code = SourceFileLoader(name, origin).get_code(name)
    if code is None:
        return None
    return _Kept(origin, *stamp, hasattr(module, "__path__"), marshal.dumps(code))
