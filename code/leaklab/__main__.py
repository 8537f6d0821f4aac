"""`python -m leaklab`."""

from leaklab.cli.main import main

if __name__ == "__main__":
    main()
