"""The command line: `leaklab simulate | compare | profile | handlers | doctor`."""
