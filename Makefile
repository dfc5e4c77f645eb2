# Every target works on a fresh clone. `make run PYTHON=/path/to/python3.12` chooses the Python.
.DEFAULT_GOAL := help
.PHONY: help run demo test lint fmt screens messages stop clean

PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
IN_TEST := PORTAL_MODE=test .venv/bin/python
STOP := .venv/bin/python -c 'import sys, pathlib; from plut_portal import embedded; embedded.stop(pathlib.Path(sys.argv[1]))'

help: ## Show what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: .venv/runtime.stamp ## Start the portal with demo data (PORT=8000); Ctrl-C stops all of it
	@.venv/bin/python manage.py run

demo: .venv/runtime.stamp ## Throw the demo data away and make it anew
	@.venv/bin/python manage.py migrate --verbosity 0
	@.venv/bin/python manage.py seed_demo --reset

test: .venv/dev.stamp ## Run every test, on servers of its own
	@trap '$(STOP) var/test' EXIT; \
	$(IN_TEST) -m pytest -n 2 -m "not live" && $(IN_TEST) -m pytest -m live

lint: .venv/dev.stamp ## Check style, layers, types, templates, migrations, production settings
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check

fmt: .venv/dev.stamp ## Format the code and mend what can be mended by a tool
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format

screens: .venv/dev.stamp ## Take a picture of every page for every role, into screens/
	@$(IN_TEST) -m tests.screens

# Debian's python3 comes without venv; pip is what creating an environment adds last.
.venv/runtime.stamp .venv/dev.stamp: .venv/%.stamp: requirements.txt requirements-dev.txt
	@[ -x .venv/bin/pip ] || { \
	if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; else set -- python3.11 python3.12 python3; fi; \
	for python; do \
	"$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& "$$python" -m venv --clear .venv && break; \
	done; }
	@[ -x .venv/bin/pip ] || { echo "The portal needs Python 3.11 or 3.12 with its venv module (Debian, Ubuntu: apt install python3-venv). Choose one with: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Installing the packages of $(if $(filter dev,$*),requirements-dev.txt,requirements.txt), a minute or two …"
	@$(PIP) -r $(if $(filter dev,$*),requirements-dev.txt,requirements.txt)
	@touch $@
