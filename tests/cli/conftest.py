"""What the tests of the command line share."""

from importlib import metadata

import pytest


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch):
    """`versions(trio="0.35.1")`: these packages are installed, and no other."""

    def pretend(**known: str) -> None:
        def version(name: str) -> str:
            if name not in known:
                raise metadata.PackageNotFoundError(name)
            return known[name]

        monkeypatch.setattr(metadata, "version", version)

    return pretend
