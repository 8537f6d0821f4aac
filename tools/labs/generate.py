"""`python -m tools.labs.generate`: what the labs' JavaScript takes from Python, into js/src/made.

Roles with their looks and the themes as values, the wire's types as types. They are thought of in
Python alone; what is made of them is kept in git, so that a wheel is built from a bare clone, where
leaklab cannot be imported. `make` makes it again, and a test finds what is old. A file that would
not change is not touched.
"""

import json
import types
import typing
from collections.abc import Iterator
from typing import Any

from leaklab.labs import lab_data, limits_data, wire
from leaklab.labs.limits_lab.modes import COUNTS, KNOBS
from leaklab.labs.send_request import data as send_data
from leaklab.labs.themes import THEMES
from leaklab.roles import ROLES, STACKED
from tools.paths import SCRIPTS

MADE = SCRIPTS / "src" / "made"
HEAD = "// Made by tools/labs/generate.py from {}. Do not edit.\n\n"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", Any: "any"}
PLAIN |= {type(None): "null"}

ROLES_JS = """/** @typedef {{{roles}}} Role */
/** @typedef {{{{colour: string, fill: string, hatch: string, icon: string}}}} Look */
/** @typedef {{Record<{names}, string>}} Theme */

/** In the order of tables. @type {{Role[]}} */
export const ROLES = {order};

/** From the bottom of a stack up. @type {{Role[]}} */
export const STACKED = {stacked};

/** @type {{Record<Role, Look>}} */
export const LOOKS = {looks};

/** @type {{Record<"light" | "dark", Theme>}} */
export const THEMES = {themes};
"""


def roles() -> str:
    """The module roles.js."""
    return HEAD.format("leaklab.roles and leaklab.labs.themes") + ROLES_JS.format(
        roles=" | ".join(map(_text, ROLES)),
        names=" | ".join(map(_text, THEMES["light"]._fields)),
        order=_text(list(ROLES)),
        stacked=_text(STACKED),
        looks=_text({role: look._asdict() for role, look in ROLES.items()}),
        themes=_text({name: theme._asdict() for name, theme in THEMES.items()}),
    )


def _text(value: object) -> str:
    return json.dumps(value, indent=2 if isinstance(value, dict) else None, ensure_ascii=False)


def limits() -> str:
    """The module limits.js: what the limits lab's knobs and numbers are called."""
    return (
        HEAD.format("leaklab.labs.limits_lab.modes")
        + f"export const NAMES = {_text(KNOBS)};\n\n"
        + "/** By picture. @type {Record<string, Record<string, string>>} */\n"
        + f"export const COUNTS = {_text(COUNTS)};\n"
    )


def wire_types() -> str:
    """The declarations wire.d.ts: each TypedDict of these modules, each union."""
    modules = (wire, lab_data, limits_data, send_data)
    declarations = [each for module in modules for each in _declarations(module)]
    return HEAD.format("leaklab.labs") + "\n".join(declarations)


def _declarations(module: types.ModuleType) -> Iterator[str]:
    for name, value in vars(module).items():
        if typing.is_typeddict(value) and value.__module__ == module.__name__:
            fields = typing.get_type_hints(value)
            lines = [
                f"  {field}{'?' if field in value.__optional_keys__ else ''}: {script(kind)};"
                for field, kind in fields.items()
            ]
            yield "\n".join([_comment(value), f"export type {name} = {{", *lines, "};\n"])
        elif isinstance(value, types.UnionType | types.GenericAlias):
            yield f"export type {name} = {script(value)};\n"


def _comment(kind: type) -> str:
    said = (kind.__doc__ or "").strip().splitlines()
    return "\n".join(["/**", *(f" * {line.strip()}".rstrip() for line in said), " */"])


def script(kind: Any) -> str:
    """TypeScript's name for a type of Python's. KeyError for one that JSON has not."""
    if typing.is_typeddict(kind):
        return str(kind.__name__)
    inner = typing.get_args(kind)
    match typing.get_origin(kind):
        case None:
            return PLAIN[kind]
        case types.UnionType | typing.Union:
            return " | ".join(map(script, inner))
        case origin if origin is list:
            return f"Array<{script(inner[0])}>"
        case origin if origin is tuple:
            return f"[{', '.join(map(script, inner))}]"
        case origin if origin is dict:
            return f"Record<{script(inner[0])}, {script(inner[1])}>"
    raise KeyError(kind)


MADE_BY = {"roles.js": roles, "limits.js": limits, "wire.d.ts": wire_types}


def main() -> None:
    """Write what has changed."""
    MADE.mkdir(exist_ok=True)
    for name, make in MADE_BY.items():
        path, text = MADE / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
