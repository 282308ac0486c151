# The work is done by the programs in tools/; each also starts without make, as in `python3 tools/run.py`.
PYTHON ?= python3
PART ?=
ARGS ?=
IN_PROJECT = PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check messages benchmark screenshots lighthouse clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

run: ## run the site on this machine (PORT=8000); Ctrl-C ends it
	@$(PYTHON) tools/run.py

test: ## run all tests; one part: PART=sqlite; some tests: PART=sqlite ARGS="-k words"
	@$(PYTHON) tools/test.py $(if $(PART),--part $(PART)) $(ARGS)

check: ## look for mistakes without running tests: style, then Django's checks
	@$(PYTHON) tools/test.py --part style --part checks

messages: ## collect the words to translate into locale/ and compile the translations
	@$(PYTHON) tools/messages.py

benchmark: ## measure what has to be fast
	@$(PYTHON) tools/environment.py requirements-dev.txt
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(IN_PROJECT) "$$file"; done

screenshots: ## take the pictures in docs/screenshots/ and docs/editing/ anew
	@$(PYTHON) tools/environment.py requirements-dev.txt
	@$(IN_PROJECT) -m tests.browser.screenshots
	@GUIDE_PICTURES=docs/editing $(IN_PROJECT) -m pytest -q tests/browser/test_editing.py

lighthouse: ## ask Lighthouse about the main pages; some of them: ARGS="home drug"
	@$(PYTHON) tools/environment.py requirements-dev.txt
	@$(IN_PROJECT) -m tools.lighthouse $(ARGS)

clean: ## remove everything that is made again when needed; never var/
	rm -rf .venv staticfiles .ruff_cache .pytest_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
