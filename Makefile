# make book   builds _build/html            make serve  builds it and serves it on loopback
# make test   runs every check and test     make help   says what else there is

PYTHON ?= $(shell for p in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
# Said on make's command line alone: some shells set HOST, and nobody serves a network unasked.
HOST =
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
STATIC := code/leaklab/labs/static
SOURCES := $(shell find chapters code tools/site tools/slides tools/lite tools/book/build.py _config.yml _toc.yml references.bib assets \
	-type f -not -name '*.pyc' -not -path '*/.ipynb_checkpoints/*' -not -path '*/node_modules/*' -not -path '*/labs/static/*' 2>/dev/null)

export JUPYTER_PLATFORM_DIRS = 1
export PYTHONUTF8 = 1

# A .venv heals: one whose set-up was broken off before it had pip, whose Python is gone, or that
# was made where this checkout was before (its scripts name that folder) is made again.
VENV_BROKEN := $(shell test ! -e .venv || { grep -qsF "$(CURDIR)/.venv/bin/python" .venv/bin/pip \
	&& .venv/bin/python -c 'import pip' 2>/dev/null; } || echo yes)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup check book book-next zip pdf epub handouts workshop serve watch lab test lint execute bench lock clean

ifneq ($(VENV_BROKEN),)
.PHONY: .venv/installed
endif

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: .venv/installed $(STATIC)/labs.mjs $(STATIC)/engine ## make .venv and install the locked requirements

# uv needs a sixth of pip's time. Where it cannot (an index that only pip's settings know), pip does.
.venv/installed: requirements.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (3.11 to 3.15 are tested); install one, or make PYTHON=/path/to/python"; exit 1; }
	@test -z "$(VENV_BROKEN)" || rm -rf .venv
	@test -d .venv || $(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	{ $(PIP) install $$(grep '^uv==' requirements.txt) && $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python -r requirements.txt; } \
		|| $(PIP) install -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# labs.mjs is written last: where it is missing, the bundling was broken off.
$(STATIC)/labs.mjs: .venv/installed $(shell find code/leaklab/labs/js/src code/leaklab/labs/js/build code/leaklab/labs/js/package*.json 2>/dev/null) code/leaklab/roles.py code/leaklab/labs/wire.py code/leaklab/labs/themes.py
	$(BIN)/python -m tools.labs.generate
	$(BIN)/python -m tools.labs.build

$(STATIC)/engine: $(STATIC)/labs.mjs requirements.txt $(wildcard tools/engine/*.* tools/engine/inside/*) $(shell find code/leaklab -name '*.py' -o -name '*.toml')
	$(BIN)/python -m tools.engine.build

book: _build/html/index.html ## build the book into _build/html
	@echo "The book is in _build/html. Open _build/html/index.html, or: make serve"

_build/html/index.html: .venv/installed $(STATIC)/labs.mjs $(STATIC)/engine $(SOURCES)
	$(BIN)/python -m tools.book.build
	@touch $@

book-next: book ## build the book with today's Sphinx, without Jupyter Book, and compare
	$(BIN)/python -m tools.book.next.build

zip: book ## make the offline copy _build/parked-forever.zip
	$(BIN)/python -m tools.book.offline

pdf: book ## print the whole book with Chromium: _build/parked-forever.pdf
	@$(BIN)/python -m tools.system chromium
	$(BIN)/python -m tools.paper.pdf

epub: book ## make the e-book _build/parked-forever.epub
	$(BIN)/python -m tools.paper.epub.build

handouts: book ## print two pages for each chapter with Chromium: _build/handouts
	@$(BIN)/python -m tools.system chromium
	$(BIN)/python -m tools.paper.handouts.build

workshop: book ## make _build/workshop.zip: for a room without network, with a key, notebooks and wheels
	@$(BIN)/python -m tools.system chromium
	$(BIN)/python -m tools.workshop.pack

serve: book ## build the book and serve it on http://127.0.0.1:8000 (PORT=...; HOST=0.0.0.0: to the network)
	@$(BIN)/python -m tools.serve _build/html $(PORT) $(if $(HOST),--host $(HOST))

watch: book ## the same with the labs bundled and loaded again while their JavaScript is edited
	@$(BIN)/python -m tools.labs.watch _build/html $(PORT)

lab: setup ## open the chapters in JupyterLab
	@$(BIN)/python -m tools.book.lab

check: setup ## a minute: linters, types, walls, and the fast tests
	@$(BIN)/python -m tools.check

PROGRAMS = go chromium firefox webkit screen locales curl kubectl wrk h2load prometheus epubcheck pdftotext

test: setup lint book ## run every check and every test
	@$(BIN)/python -m tools.system $(PROGRAMS)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=25 -p no:nbval tests
	$(BIN)/python -m pytest -n auto --dist loadscope --nbval --nbval-current-env -p no:cacheprovider chapters

lint: setup ## what make check does, without the tests
	@$(BIN)/python -m tools.check lint

execute: setup ## run all chapters in place, list their links
	$(BIN)/python -m tools.book.execute chapters
	$(BIN)/python -m tools.links.collect

bench: book ## measure speed and memory of the model and of the labs in Chromium
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.labs
	$(BIN)/python -m benchmarks.phone

lock: .venv/installed ## make requirements.txt and requirements-next.txt from pyproject.toml
	$(BIN)/python -m tools.lock

clean: ## remove everything that was made, .venv too
	$(or $(PYTHON),python3) -m tools.clean
