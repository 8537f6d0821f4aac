"""`python -m tools.labs.check`: the labs' JavaScript is formatted, linted, typed and tested.

biome, tsc and node's own test runner, by the scripts of package.json: a few seconds in all. With
names after it, such as `lint`, only these.
"""

import sys

from tools import node


def main() -> None:
    """Stop at the first that fails, with what it says."""
    for script in sys.argv[1:] or ("lint", "types", "test"):
        node.npm("run", script)


if __name__ == "__main__":
    main()
