"""The theme's script leaves code in closed details alone."""

import pytest

from tests.support.browser import HTML
from tools.site import tab_stops


@pytest.mark.book
def test_the_built_script_is_changed_once(tmp_path):
    script = tmp_path / tab_stops.SCRIPT
    script.parent.mkdir(parents=True)
    changed = (HTML / tab_stops.SCRIPT).read_text(encoding="utf-8")
    script.write_text(changed.replace(tab_stops.SEEN, tab_stops.ALL), encoding="utf-8")
    for _ in range(2):
        tab_stops.of_what_is_seen(tmp_path)
        assert script.read_text(encoding="utf-8") == changed


def test_another_script_of_the_theme_is_noticed(tmp_path):
    script = tmp_path / tab_stops.SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text("(() => {})()", encoding="utf-8")
    with pytest.raises(ValueError, match="tab stops"):
        tab_stops.of_what_is_seen(tmp_path)
