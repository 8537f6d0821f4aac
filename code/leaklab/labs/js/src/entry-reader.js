// What a reader does on a page besides labs: a classic script of its own, on every page, so that a
// fault in a lab or in its chart takes none of it away, nor the other way round.

import { defineEach } from "./define.js";
import { READER_ELEMENTS } from "./reader/elements.js";
import { placeNotes } from "./reader/notes.js";
import { readyForPaper } from "./reader/paper.js";
import { showNotes } from "./reader/teaching-notes.js";
import { explainTerms } from "./reader/terms.js";

defineEach(READER_ELEMENTS);
explainTerms(document);
placeNotes(document);
showNotes(document);
readyForPaper(document);
