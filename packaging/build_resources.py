"""Compile what the program and the hub read and nobody commits: catalogues (.mo), the library, names.

``python packaging/build_resources.py``: does nothing for what is already up to date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAMES = "names.json"


def compile_catalogues(root: Path = ROOT) -> int:
    """Compile every .po that is newer than its .mo, and say what it does not translate; return how many."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    done = 0
    for source in sorted(root.glob("translations/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name)
        if waiting := sum(bool(message.id) and not any(message.string) for message in catalogue):
            print(f"{catalogue.locale}: {waiting} sentences are not translated: they show in English")
        temporary = target.with_suffix(".mo.part")
        with temporary.open("wb") as stream:
            write_mo(stream, catalogue)
        temporary.replace(target)
        done += 1
    return done


def compile_guides(root: Path = ROOT) -> int:
    """Compile the library and the hub's names if a source changed; return how many guides could not be."""
    sys.path.insert(0, str(root))
    from dematassist.guides.compiler import compile_library, is_stale

    target = root / "build" / "library.db"
    if target.with_name(_NAMES).exists() and target.exists() and not is_stale(target, root / "resources"):
        return 0
    report = compile_library(root / "resources", target)
    for problem in report.problems:
        print(
            f"{problem.file}:{problem.line}: {problem.field}: {problem.what} {problem.write}", file=sys.stderr
        )
    write_names(target)
    return len(report.problems)


def write_names(library: Path) -> None:
    """Write beside the library the names that the hub shows for ids (``hub/names.py`` reads them)."""
    from contextlib import closing

    from dematassist.guides.library import Library

    names: dict[str, dict[str, dict[str, object]]] = {}
    with closing(Library(library)) as read:
        for lang in ("fr", "en"):
            services: dict[str, object] = {provider.id: provider.name for provider in read.providers(lang)}
            guides: dict[str, object] = {}
            steps: dict[str, object] = {}
            for entry in read.guides(lang):
                guide = read.guide(entry.id, lang)
                services[guide.provider_id] = guide.provider_name
                guides[guide.id] = guide.provider_id
                steps[guide.id] = {step.id: step.title for step in guide.steps}
            names[lang] = {"services": services, "guides": guides, "steps": steps}
    text = json.dumps(names, ensure_ascii=False, sort_keys=True)
    library.with_name(_NAMES).write_text(text, encoding="utf-8")


def installed_files(root: Path = ROOT) -> list[tuple[Path, str]]:
    """Compile everything; return what goes beside the code of an installed program, and where in its package.

    Raises ``SystemExit`` when a guide has a mistake.
    """
    compile_catalogues(root)
    if compile_guides(root):
        raise SystemExit("A guide has a mistake: run « dematassist guides check ».")
    made = sorted(root.glob("translations/*/LC_MESSAGES/*.mo"))
    return [
        *((root / "build" / name, name) for name in ("library.db", _NAMES)),
        *((path, path.relative_to(root).as_posix()) for path in made),
    ]


if __name__ == "__main__":
    compile_catalogues()
    raise SystemExit(1 if compile_guides() else 0)
