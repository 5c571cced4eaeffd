# make run · make test · a few more. Needs Python 3.11 and nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export OMP_NUM_THREADS ?= 2

.PHONY: run test lint check unit explore browser chromium ui screenshots index bench clean

run: $(VENV)/.installed          ## build what is missing and serve on 127.0.0.1:8000
	$(BIN)/zhihuan index
	$(BIN)/zhihuan serve

test: lint check unit            ## every check and test, but for those in a browser

lint: $(VENV)/.installed
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: $(VENV)/.installed        ## the knowledge base
	$(BIN)/zhihuan check

unit: $(VENV)/.installed
	$(BIN)/pytest -n 2 --dist loadfile -m "not browser"

explore: $(VENV)/.installed      ## the property tests with examples nobody has tried yet
	$(BIN)/pytest -n 2 --dist loadfile -m "hypothesis and not browser" --hypothesis-profile=explore

browser: $(VENV)/.installed chromium   ## only the tests that need chromium
	$(BIN)/pytest -n 2 --dist loadfile -m browser

chromium:                        ## Debian's, where this machine has none
	@command -v chromium || command -v chromium-browser \
	  || { test "$$(id -u)" = 0 && apt-get -qq update \
	       && apt-get -qq install --no-install-recommends chromium fonts-noto-cjk; } \
	  || { echo "No chromium here: apt-get install chromium fonts-noto-cjk" >&2; exit 1; }

ui:                              ## rebuild the widget; only this needs node (20 or newer)
	cd ui && npm ci --no-fund --no-audit && npm run types && npm run build

screenshots: $(VENV)/.installed chromium   ## docs/screenshots, from the real server
	$(BIN)/python -m tests.ui.screenshots

bench: $(VENV)/.installed        ## the figures of the README
	$(BIN)/python benchmarks/answer_time.py

lock:                            ## newest versions that fit pyproject.toml
	uv pip compile -q pyproject.toml --extra dev --python-version 3.11 --no-header --no-annotate \
	  | sed 's/^torch==2.13.0+cpu/torch==2.13.0/' | grep -v -e '^--' -e '^#' > constraints.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check uv
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -r constraints.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	touch $@

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
