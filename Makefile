# Short names for developers. Everything here also works without make: see README.md and CONTRIBUTING.md.

PYTHON ?= python3
BIN = .venv/bin
# The lock is plain requirements files with hashes, written by uv, installed by pip, naming no index.
UV ?= uv
LOCK = $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: run test check bench lock translations format

run:
	$(PYTHON) manage.py up

test:
	$(PYTHON) manage.py test

check:
	$(PYTHON) manage.py check_all

bench:
	$(PYTHON) manage.py prepare bench
	$(BIN)/python -m bench.measure $(PARTS)

translations:
	$(PYTHON) manage.py translations --write

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# `make lock` keeps versions that still fit; `make lock UPGRADE=--upgrade` takes the newest.
lock:
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements.txt
	$(LOCK) $(UPGRADE) --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) $(UPGRADE) --group bench -c requirements.txt -c requirements-dev.txt -o requirements-bench.txt
	$(LOCK) $(UPGRADE) --group browser -c requirements.txt -c requirements-dev.txt -o requirements-browser.txt
