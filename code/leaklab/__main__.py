"""`python -m leaklab`."""

from leaklab.cli import main

if __name__ == "__main__":
    main()
