"""Runs inside Pyodide (see build.mjs): brings Python into the state that memory.bin keeps.

MODULES is JSON: every module that the page may need. All are imported here, because a page that
starts from this memory holds no zip to import from. The runs let CPython adapt its bytecode to
what the handlers do, so that the page's first run is as fast as its later ones.
"""

import gc
import importlib
import json

import pyodide_trio  # noqa: F401  before trio, which it makes room for

for name in json.loads(MODULES):  # noqa: F821
    importlib.import_module(name)

from leaklab.apiserver.handlers import NAMES  # noqa: E402
from leaklab.labs.session import hearing_text  # noqa: E402

RUNS = 3
for handler in NAMES:
    asked = {"tag": "leak-lab", "plan": {"handlers": [handler]}, "question": {}}
    hear = hearing_text(json.loads)
    for number in range(RUNS):
        hear(json.dumps({"number": number, "ask": asked}))
del MODULES, asked, hear  # noqa: F821
gc.collect()
