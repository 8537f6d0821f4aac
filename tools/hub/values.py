"""`python -m tools.hub.values SCHEMA [DEFAULTS]`: is hub/kubernetes/values.yaml as the chart wants?

SCHEMA is values.schema.yaml or .json of the chart of Zero to JupyterHub, of the version that is
installed; DEFAULTS its values.yaml. Both are in what `helm pull jupyterhub/jupyterhub --untar`
brings; nothing is fetched here. helm checks our values laid over the chart's own, so what a schema
requires is asked for only where DEFAULTS is given.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.paths import ROOT

VALUES = ROOT / "hub" / "kubernetes" / "values.yaml"


def read(path: Path) -> dict[str, Any]:
    """A YAML or JSON file that holds a mapping. ValueError, one line, where it does not."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(found, dict):
        raise ValueError(f"{path} must hold a mapping, and holds {type(found).__name__}")
    return found


def over(below: Any, above: Any) -> Any:
    """`above` laid over `below` as helm does it: mappings are joined, all else is replaced."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    joined = {key: over(below.get(key), value) for key, value in above.items()}
    return {**below, **joined}


def faults(
    values: dict[str, Any], schema: dict[str, Any], defaults: dict[str, Any] | None = None
) -> Iterator[str]:
    """What the schema does not allow, a line each. ValueError where it is no schema."""
    import jsonschema  # type: ignore[import-untyped]  # not above: it takes a second to load

    try:
        jsonschema.Draft7Validator.check_schema(schema)
    except jsonschema.SchemaError as wrong:
        raise ValueError(f"this is no JSON schema: {wrong.message}") from None
    whole = values if defaults is None else over(defaults, values)
    for error in jsonschema.Draft7Validator(schema).iter_errors(whole):
        if defaults is None and error.validator == "required":
            continue
        yield f"{'.'.join(map(str, error.absolute_path)) or 'values'}: {error.message}"


def main() -> None:
    """Say what is wrong and exit with 1, or say that nothing is."""
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python -m tools.hub.values SCHEMA [DEFAULTS]")
    try:
        schema, *defaults = (read(Path(name)) for name in sys.argv[1:])
        found = list(faults(read(VALUES), schema, *defaults))
    except ValueError as error:
        sys.exit(str(error))
    if found:
        sys.exit("\n".join(found))
    print(f"{VALUES.relative_to(ROOT)} is as {sys.argv[1]} wants it")


if __name__ == "__main__":
    main()
