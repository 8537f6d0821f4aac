"""The Pythons and systems that wheels are brought for, as `packaging` describes them.

A Python of another kind (PyPy, free-threaded, musl's) finds no wheels here and says so itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from packaging import tags
from packaging.markers import Environment

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14), (3, 15))
GLIBC = (2, 28)  # Debian 10, Ubuntu 18.10, RHEL 8 and whatever is newer
MACOS = (12, 0)


@dataclass(frozen=True)
class System:
    """A system on one kind of processor, in the words of Python's markers."""

    name: str  # for people
    os_name: str
    sys_platform: str
    machine: str

    def platforms(self) -> list[str]:
        """The tags of wheels that it takes, best first."""
        if self.sys_platform == "darwin":
            return list(tags.mac_platforms(MACOS, self.machine))
        if self.sys_platform == "win32":
            return ["win_amd64"]
        numbered = (f"manylinux_{GLIBC[0]}_{n}_{self.machine}" for n in range(GLIBC[1], 16, -1))
        return [*numbered, f"manylinux2014_{self.machine}"]


SYSTEMS = (
    System("Linux on x86-64", "posix", "linux", "x86_64"),
    System("Linux on ARM", "posix", "linux", "aarch64"),
    System("macOS on Apple's chips", "posix", "darwin", "arm64"),
    System("macOS on Intel's", "posix", "darwin", "x86_64"),
    System("Windows on x86-64", "nt", "win32", "AMD64"),
)
NAMES = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}


def every() -> Iterator[tuple[tuple[int, int], System]]:
    """Each Python on each system."""
    return ((python, system) for python in PYTHONS for system in SYSTEMS)


def environment(python: tuple[int, int], system: System) -> Environment:
    """What markers such as `sys_platform == 'win32'` are asked of."""
    version = f"{python[0]}.{python[1]}"
    return Environment(
        implementation_name="cpython",
        implementation_version=f"{version}.0",
        os_name=system.os_name,
        platform_machine=system.machine,
        platform_python_implementation="CPython",
        platform_release="",
        platform_system=NAMES[system.sys_platform],
        platform_version="",
        python_full_version=f"{version}.0",
        python_version=version,
        sys_platform=system.sys_platform,
    )


def tags_of(python: tuple[int, int], system: System) -> list[tags.Tag]:
    """The tags of wheels that this Python takes there, best first."""
    interpreter, names = f"cp{python[0]}{python[1]}", system.platforms()
    own = tags.cpython_tags(python, [interpreter], names)
    return [*own, *tags.compatible_tags(python, interpreter, names)]
