"""What the tests of the command line ask it again and again."""

from leaklab import recordings

TRACES = recordings.FOLDER / "go-traces"
HEALTHY = str(TRACES / "healthy__k8s-1.12.4.csv")
SMALL = ("--rate", "10", "--duration", "1")
