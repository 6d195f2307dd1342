# The verbs of this project. `make` alone lists them.
# Recipes call `.venv/bin/python -m …`: a script's first line breaks where the path holds a blank or is long.

SHELL := /bin/bash
PY := .venv/bin/python
ARGS ?=

export PYTHONUTF8 := 1
unexport PYTHONHOME PYTHONPATH

.PHONY: help setup run demo notebook test bench-extract bench-ledgers bench-register bench-reviewers bench-api bench-sessions bench-pages bench-mass fuzz-readers test-services check lint format

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r verb text; do printf '%-20s %s\n' "$$verb" "$$text"; done

setup: ## .venv with all packages, and what the tests need of the system
	@.ci/setup test

run: ## build from data/ and serve on http://127.0.0.1:8501 (another port: FAZHI_PORT=8600)
	@.ci/setup run
	@refused=; $(PY) -m pipelines build || refused=yes; \
	edition=$$($(PY) -m pipelines show editions --format csv | sed -n 's/,.*,True$$//p'); \
	if [ -z "$$edition" ]; then \
	    echo 'Nothing is published, so there is nothing to serve.' >&2; exit 1; \
	elif [ -n "$$refused" ]; then \
	    echo "The build was refused (see above). Serving the edition published last: $$edition" >&2; \
	fi; \
	exec $(PY) -m dashboards.server

LAB := --ServerApp.ip=127.0.0.1 --ServerApp.root_dir="$(CURDIR)" --LabApp.extension_manager=readonly \
    --LabApp.default_url=/lab/tree/notebooks/01-first-look.ipynb

notebook: ## open the notebooks in JupyterLab on 127.0.0.1 (builds from data/ first if nothing is published)
	@.ci/setup notebook
	@$(PY) -m pipelines show editions --format csv 2>/dev/null | grep -q ',True$$' || $(PY) -m pipelines build
	@exec $(PY) -m jupyterlab $(LAB) $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

test: ## all tests (some of them: ARGS='tests/extract -k window')
	@.ci/setup test
	@mkdir -p build
	@$(PY) -m pytest -n 4 --dist worksteal $(ARGS)

bench-extract: ## precision, recall and speed of the extraction into docs/extraction.md (other records: ARGS=FILE)
	@.ci/setup dev
	@$(PY) -m tests.extract.benchmark $(ARGS)

demo: ## a made-up district (模拟数据) in ./demo-data, built and served
	@.ci/setup run
	@test -d demo-data || $(PY) -m pipelines demo demo-data
	@FAZHI_DATA=demo-data $(PY) -m pipelines build
	@FAZHI_DATA=demo-data $(PY) -m dashboards.server

bench-ledgers: ## a ledger of a million rows against bare DuckDB into docs/ledgers.md
	@.ci/setup dev
	@$(PY) -m tests.ledgers.bench

bench-register: ## the review queue of 10,000 figures and five writers for ten minutes into docs/review.md (fewer: ARGS=1)
	@.ci/setup dev
	@$(PY) -m tests.register.bench $(ARGS)

bench-reviewers: ## twenty reviewers at once on PostgreSQL for ten minutes into docs/reliability.md (fewer: ARGS=1)
	@.ci/setup services
	@$(PY) -m tests.register.bench_reviewers $(ARGS)

bench-api: ## how many requests a second the API answers, by wrk, into docs/reliability.md (a built root: ARGS=ROOT)
	@.ci/setup dev
	@$(PY) -m tests.web.bench $(ARGS)

bench-sessions: ## 200 open pages for fifteen minutes while editions are published, into docs/reliability.md (fewer: ARGS=2)
	@.ci/setup dev
	@$(PY) -m tests.load.sessions $(ARGS)

bench-assessment: ## how long 3,000 organisations × 120 lines take to be worked out, into docs/assessment.md (fewer: ARGS='--organisations 300')
	@.ci/setup dev
	@$(PY) -m tests.assess.bench $(ARGS)

bench-pages: ## how fast pages are, beside an empty Streamlit page and Dash, into docs/pages.md (a built root: ARGS=ROOT)
	@.ci/setup dev
	@$(PY) -m tests.browser.bench $(ARGS)

bench-mass: ## speed, memory and resuming over 100,000 made-up reports into docs/mass-data.md (fewer: ARGS=5000)
	@.ci/setup dev
	@$(PY) -m tests.jobs.mass $(ARGS)

fuzz-readers: ## 10,000 mutated files of every format through the readers (ARGS='50000 --first 10000')
	@.ci/setup dev
	@$(PY) -m tests.extract.readers.fuzz $(ARGS)

test-services: ## tests against services (LibreOffice, PostgreSQL, an OpenID provider, nginx); skipped loudly where one is missing
	@.ci/setup services
	@$(PY) -m pytest -m services -rs -n 2 --dist loadfile $(ARGS)

check: ## the promises of the catalogue and the documents, then lint
	@.ci/setup dev
	@$(PY) -m pipelines check
	@$(MAKE) --no-print-directory lint

lint: ## style, types and import rules
	@.ci/setup dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m ty check pipelines
	@$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()'

format: ## rewrite the code in the house style
	@.ci/setup dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
