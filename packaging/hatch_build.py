"""Build hook: a wheel holds the compiled catalogues and the compiled library beside the resources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """Compiles before the files of the wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is compiled. An editable install reads the sources and compiles by itself."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "packaging"))
        import build_resources

        for made, place in build_resources.installed_files(root):
            build_data["force_include"][str(made)] = f"dematassist/{place}"
