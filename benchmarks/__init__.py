"""How fast, how large: measured as ratios in one run. `make bench`."""
