"""The widget's script: modules joined into one text that any page can load."""

import re

from helpers.panels.canvas import HERE, MODULES, Canvas, bundled


def test_one_script_imports_nothing_and_exports_once():
    script = bundled(*MODULES)
    assert Canvas._esm == script or str(Canvas._esm) == script
    assert not re.search(r"^\s*import\b", script, re.MULTILINE)
    assert re.findall(r"^export .*$", script, re.MULTILINE) == ["export default {"]
    assert "http" not in script


def test_every_module_comes_after_those_it_imports_from():
    assert sorted(MODULES) == sorted(path.name for path in HERE.glob("*.js"))
    for place, name in enumerate(MODULES):
        needed = re.findall(r'^import .* from "\./(.*)";$', (HERE / name).read_text(encoding="utf8"), re.MULTILINE)
        assert set(needed) <= set(MODULES[:place])


def test_no_two_modules_use_one_name():
    found = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", bundled(*MODULES), re.MULTILINE)
    assert len(found) == len(set(found)) > 15
