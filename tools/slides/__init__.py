"""Each chapter as a deck of slides, made from its finished page: `_build/html/slides`."""
