# Every target works on a fresh clone. `make run PYTHON=/path/to/python3.12` chooses the Python.
.DEFAULT_GOAL := help
.PHONY: help run demo test lint fmt screens lighthouse messages stop clean

CODE := plut_portal businesses consultations trainings exhibitions
BIN := .venv/bin
IN_TEST := PORTAL_MODE=test DJANGO_SETTINGS_MODULE=plut_portal.settings $(BIN)/python
PYTHON_FILES = $$(find manage.py $(CODE) tests -name '*.py' -not -path '*/migrations/*')
PAGES = $$(find templates -name '*.html')
STOP := $(BIN)/python -c 'import sys, pathlib; from plut_portal import embedded; \
	[embedded.stop(pathlib.Path(folder)) for folder in sys.argv[1:] if pathlib.Path(folder).exists()]'

help: ## Show what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: .venv/runtime.stamp ## Start the portal with demo data (PORT=8000); Ctrl-C stops all of it
	@$(BIN)/python manage.py run

demo: .venv/runtime.stamp ## Throw the demo data away and make it anew
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed_demo --reset

test: .venv/dev.stamp ## Run every test, on servers of its own
	@stop() { $(STOP) var/test; }; trap stop EXIT; \
	$(IN_TEST) -m pytest -n auto --maxprocesses 4 --dist loadgroup

lint: .venv/dev.stamp ## Check style, layers, types, templates, migrations and production settings
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/django-upgrade --target-version 5.2 --check $(PYTHON_FILES)
	@$(BIN)/lint-imports --no-logo
	@$(IN_TEST) -m mypy
	@$(BIN)/djade --target-version 5.2 --check $(PAGES)
	@$(BIN)/djhtml --tabwidth 2 --check $(PAGES)
	@$(BIN)/djlint --lint --quiet templates
	@$(IN_TEST) manage.py makemigrations --check --dry-run
	@set -a; . ./.env.example; SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))'); \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: .venv/dev.stamp ## Format the code and mend what a tool can mend
	@$(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed $(PYTHON_FILES)
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(BIN)/djade --target-version 5.2 $(PAGES) || true
	@$(BIN)/djhtml --tabwidth 2 $(PAGES)

screens: .venv/dev.stamp ## Take a picture of every page for every role, into screens/
	@$(IN_TEST) -m tests.screens

lighthouse: .venv/dev.stamp ## Judge the entrances with Lighthouse (needs node), into docs/lighthouse.md
	@$(IN_TEST) -m tests.lighthouse

messages: .venv/dev.stamp ## Bring the catalogue of translations up to date and compile it
	@$(IN_TEST) manage.py makemessages --locale id --no-wrap --no-location --no-obsolete \
	--ignore .venv --ignore var --ignore tests
	@$(IN_TEST) manage.py compilemessages --locale id --ignore .venv

stop: ## Stop embedded servers that something left running
	@$(STOP) var var/test

clean: ## Remove the environment and everything in var/, the demo data included
	@[ ! -x $(BIN)/python ] || $(STOP) var var/test
	@for lent in var/servers-of-root var/test/servers-of-root; do \
	if [ -L "$$lent" ]; then rm -rf "$$(readlink "$$lent")"; fi; done
	@rm -rf .venv var .*_cache .coverage .hypothesis screens

# Debian's python3 may come without venv. Pip is what creating an environment adds last.
.venv/runtime.stamp .venv/dev.stamp: .venv/%.stamp: requirements.txt requirements-dev.txt
	@[ -x $(BIN)/pip ] || { \
	if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; else set -- python3.11 python3.12 python3; fi; \
	for python; do \
	"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& "$$python" -m venv --clear .venv && break; \
	done; true; }
	@[ -x $(BIN)/pip ] || { echo "The portal needs Python 3.11 or 3.12 with its venv module" \
	"(Debian: apt install python3-venv). Choose one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Installing $(if $(filter dev,$*),requirements-dev.txt,requirements.txt), a minute or two …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	--requirement $(if $(filter dev,$*),requirements-dev.txt,requirements.txt)
	@touch $@
