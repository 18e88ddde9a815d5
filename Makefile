# The newsroom's commands. `make run` and `make test` do all the set-up they need.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
MIGRATIONS := $(wildcard articles/migrations/*.py comments/migrations/*.py)
EXTRAS = mfa observability postgres redis s3 server
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: var/.demo ## Serve the demo newsroom at http://localhost:8000
	@cat newsroom/demo/welcome.txt
	@$(PY) manage.py runserver --noreload --skip-checks localhost:8000

dev: .venv/.dev var/.demo ## The same, with Django's debug pages and a restart at every change
	@NEWSROOM_DEBUG=1 $(PY) manage.py runserver localhost:8000

test: .venv/.dev ## Check style, types and walls, and run all tests on SQLite and, where it can be had, PostgreSQL
	@bash tests/run.sh

test-cluster: .venv/.dev ## Break a running site in one way after another: nothing acknowledged is lost (ROUNDS=100 SEED=1)
	@$(PY) -m tests.cluster $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SEED),--seed $(SEED))

quick: .venv/.dev ## Run the tests without a browser, on SQLite
	@$(PY) -m pytest -q -n auto -m "not browser"

lint: .venv/.dev ## Check style, types, walls, migrations and deployment settings
	@bash tests/lint.sh

format: .venv/.dev ## Write code and templates in house style
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix . && .venv/bin/djade $$(git ls-files 'templates/*.html')

messages: .venv/.dev ## Bring the catalogues up to date with the texts and compile them (needs gettext)
	@for domain in django djangojs; do $(PY) manage.py makemessages --all --domain $$domain --no-location --no-wrap -v 0 \
	--ignore .venv --ignore var --ignore tests --ignore build || exit; done
	@sed -i '/^"\(POT-Creation-Date\|Report-Msgid-Bugs-To\)/d' */locale/*/LC_MESSAGES/*.po
	@$(PY) manage.py compilemessages -v 0 --ignore .venv

bench: .venv/.dev ## Measure speed; see tests/bench/README.md
	@$(PY) -m tests.bench

audit: .venv/.dev var/.demo ## Validate and measure the public pages: vnu, Lighthouse, the HTTP Observatory, every look by axe (needs Java and Node)
	@$(PY) -m tests.audit

fuzz: .venv/.dev ## Send broken and hostile requests to a server and, for minutes, to every route: none may end in an error
	@$(PY) -m tests.fuzz
	@NEWSROOM_FUZZ=3000 $(PY) -m pytest -q -n0 tests/newsroom/test_fuzz.py

screenshots: .venv/.dev var/.demo ## Draw the pictures in docs/ from the demo newsroom
	@$(PY) -m tests.screenshots

lock: ## Compile the requirements files anew (needs uv)
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) pyproject.toml $(addprefix --extra ,$(EXTRAS)) -o requirements-production.txt
	@$(COMPILE) pyproject.toml --extra dev -o requirements-dev.txt
	@$(COMPILE) tests/audit/requirements.in -o tests/audit/requirements.txt

clean: ## Remove the virtual environment and everything the demo wrote
	@rm -rf .venv var

.venv/bin/python:
	@if command -v uv >/dev/null; then uv venv -q --python-preference system .venv; \
	else python3 -m venv .venv || { rm -rf .venv; \
	echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }; fi

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what the newsroom needs …"
	@$(call install,requirements.txt)
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(call install,requirements-dev.txt)
	@touch $@ .venv/.run

# uv, where it is there, knows nothing of pip's own configuration; if it cannot install, pip does.
define install
if command -v uv >/dev/null && uv pip install -q --python $(PY) --require-hashes -r $(1) 2>/dev/null; then :; \
else $(PY) -m ensurepip -q >/dev/null 2>&1 || true; $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
endef

var/.demo: .venv/.run $(MIGRATIONS)
	@$(PY) manage.py migrate -v 0
	@$(PY) manage.py demo
	@touch $@

.PHONY: help run dev test test-cluster quick lint format messages bench audit fuzz screenshots lock clean
