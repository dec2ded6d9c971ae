# What a newcomer types: make demo. Needs Python 3.11 or newer, git and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.pinned

# Who would be reminded of what at a moment, on the demo's data; sends nothing.
AT ?= 2023-11-24T08:30+07:00

.PHONY: venv demo remind test bench bench-status simulate-year understanding lint charts picture screenshots pins clean

venv: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "PhiLiang needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: venv
	@$(BIN)/python -m demo

remind: venv
	@$(BIN)/python -m demo remind --at $(AT) --dry-run

test: venv
	$(BIN)/pytest -n auto

bench: venv
	$(BIN)/python -m benchmarks

# The answers about where things stand with 10⁴, 10⁵ and 10⁶ records. Some ten minutes.
bench-status: venv
	@$(BIN)/python -m benchmarks.standing

# A fiscal year of reminders for the whole country on a clock of its own; writes var/year.html.
simulate-year: venv
	@$(BIN)/python -m benchmarks.year

# How well Thai is read: the sets in tests/thai, tuned on and held back.
understanding: venv
	@$(BIN)/python -m benchmarks.understanding

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Draw the charts of all forms anew, in docs/forms.
charts: venv
	$(BIN)/python -m docs.make_charts

# Draw the picture in README.md anew (needs Debian's chromium and fonts-thai-tlwg).
picture: venv
	$(BIN)/python -m docs.make_picture

# Take the pictures of the Thai guides anew (needs the same).
screenshots: venv
	$(BIN)/python -m docs.make_screenshots

# Pin anew after a change of requirements/*.in (needs uv).
pins:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make pins' requirements/runtime.in -o requirements/runtime.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make pins' requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf .venv var
