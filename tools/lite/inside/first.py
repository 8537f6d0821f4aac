"""What JupyterLite's Python runs first: trio's stand-ins, from their file, so without trio."""

import importlib.util as _util
import sys as _sys

_found = _util.find_spec("leaklab")
_path = f"{_found.submodule_search_locations[0]}/labs/engine/pyodide_trio.py"
_spec = _util.spec_from_file_location("pyodide_trio", _path)
_sys.modules["pyodide_trio"] = _util.module_from_spec(_spec)
_spec.loader.exec_module(_sys.modules["pyodide_trio"])
