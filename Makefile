# Set-up speaks on standard error; standard output belongs to the command that is run.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Another virtual environment may be active; this project uses its own.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH
# A file of tests is one process’s: those of a module share a bot, a store or a wheel.
PYTEST := $(BIN)/pytest -n auto --dist loadfile
.NOTPARALLEL:
.PHONY: chat test test-sqlite test-postgresql coverage check lint security audit sbom format types imports overlap readme bench mutants guards fuzz crash lock verifier clean

chat: .venv/runtime.stamp
	@$(BIN)/footnote chat

test: test-sqlite test-postgresql

test-sqlite: .venv/dev.stamp
	@$(PYTEST)

# Those that have a store, once more; where PostgreSQL is not installed they are skipped.
test-postgresql: .venv/dev.stamp
	@$(PYTEST) --database postgresql

# Which lines no test reaches, on SQLite; the tests take nearly twice as long so, and it is no part of the checks.
coverage: .venv/dev.stamp
	@$(PYTEST) --cov --cov-report=term-missing:skip-covered

# The tests come last, so that their count closes the output.
check: lint types imports security overlap test

lint: .venv/dev.stamp
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

# What bandit finds; each exception has its reason, in pyproject.toml or beside the line. Then the known weaknesses.
security: .venv/dev.stamp
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive bot db
	@$(MAKE) --no-print-directory audit

# Known weaknesses of what is pinned, as the OSV service has them; without a network that is said, and is no failure.
audit: .venv/dev.stamp
	@found=$$($(BIN)/pip-audit --disable-pip --require-hashes --requirement requirements/runtime.txt \
		--vulnerability-service osv --timeout 10 --progress-spinner off $(AUDIT_IGNORED) 2>&1) && status=0 || status=$$?; \
	case "$$found" in \
	*requests.exceptions.*) echo "audit: the service that knows of weaknesses cannot be reached; nothing was looked up" ;; \
	*) echo "$$found"; exit $$status ;; \
	esac

# A bill of materials with a release: what is pinned for the program, with hashes, in the format of CycloneDX.
sbom: .venv/dev.stamp
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements/runtime.txt --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-format JSON --output-file build/sbom.cdx.json 2>/dev/null
	@echo build/sbom.cdx.json

format: .venv/dev.stamp
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

types: .venv/dev.stamp
	@$(BIN)/mypy

imports: .venv/dev.stamp
	@$(BIN)/lint-imports

overlap:
	@if [ -x ../shared/tools/overlap ]; then ../shared/tools/overlap; \
	else echo "overlap: no documents here to compare with"; fi

# Where pip checks hashes it refuses a folder: first the lock, with the build tools in it, then the project by itself.
# A .venv that uv has made comes without pip.
define install
	@echo "Setting up .venv from $<" >&2
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >&2 </dev/null
	@$(PIP) install --require-hashes -r $< >&2 </dev/null
	@$(PIP) install --no-deps --no-build-isolation --no-index -e . >&2 </dev/null
	@$(BIN)/python -m pip check >&2 </dev/null || { echo "requirements/ is behind pyproject.toml: run make lock" >&2; exit 1; }
	@touch $@
endef

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml .venv/bin/python
	$(install)

# What the tests need includes what the program needs, in the same versions.
.venv/dev.stamp: requirements/dev.txt pyproject.toml .venv/bin/python
	$(install)
	@touch .venv/runtime.stamp

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Footnote needs Python 3.11 or newer; name one with make PYTHON=…")' </dev/null
	@$(PYTHON) -m venv --clear .venv >&2 </dev/null

# The README's tables of commands and settings, and its session, as the program has them now.
readme: .venv/dev.stamp
	@$(BIN)/python -m tests.readme

# What is promised of costs, as ratios of one run: a few minutes, on a machine with nothing else to do.
# `make bench BENCH=--full` takes a million facts, and more than half an hour.
bench: .venv/dev.stamp
	@$(BIN)/python -m benchmarks $(BENCH)

# Mutants of the modules that keep an invariant, sampled; takes minutes, and is no part of the checks.
# `make mutants MUTANTS="--sample 100 db/ledger/chain.py"` tries more of one module.
mutants: .venv/dev.stamp
	@$(BIN)/python -m tests.mutants $(MUTANTS)

# Pins stay where they can; `make lock UPGRADE=--upgrade` takes the newest releases.
# A lock serves every platform and names neither a registry nor a folder of this machine; it has the verifier's packages.
COMPILE = build/lock/bin/uv pip compile pyproject.toml --extra verifier --universal --python-version 3.11 --generate-hashes --quiet \
	--no-strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: build/lock/bin/uv
	@mkdir -p requirements
	@$(COMPILE) --group build --output-file requirements/runtime.txt >&2
	@$(COMPILE) --group build --extra postgres --constraint requirements/runtime.txt --output-file requirements/postgres.txt >&2
	@$(COMPILE) --group dev --extra postgres --constraint requirements/runtime.txt --output-file requirements/dev.txt >&2
	@! grep -nE '://|^-| @ ' requirements/*.txt >&2 || { echo "the lock names an address" >&2; exit 1; }

# Takes out one guard behind a promise after another and sees its test fail; takes half an hour.
# `make guards GUARDS="backup"` tries those whose promise or file has the word.
guards: .venv/dev.stamp
	@$(BIN)/python -m tests.guards $(GUARDS)

# Thousands of messages and hundreds of damaged stores, of new seeds; takes minutes.
fuzz: .venv/dev.stamp
	@FUZZ=$(or $(FUZZ),5) $(BIN)/pytest -n auto tests/bot/test_fuzz.py tests/db/test_damage.py

# Kills the program at random moments while it writes, migrates and makes backups; a failure shows the seed.
crash: .venv/dev.stamp
	@seed=$${SEED:-$$(date +%s)}; echo "SEED=$$seed"; \
		SEED=$$seed KILLS=$(or $(KILLS),300) $(BIN)/pytest tests/db/test_durability.py -k killed

# The verifier's weights anew: PAIRS is a file of pairs, BASE a folder of base weights; verifier/README.md has both.
verifier:
	@test -f "$(PAIRS)" && test -d "$(BASE)" || { echo "make verifier PAIRS=pairs.jsonl.gz BASE=folder" >&2; exit 2; }
	@$(MAKE) build/verifier/bin/python
	@build/verifier/bin/python -m verifier.train "$(PAIRS)" "$(BASE)" build/weights
	@build/verifier/bin/python -m verifier.export "$(BASE)" build/weights/verifier.pt bot/verifier

build/verifier/bin/python: verifier/requirements.txt
	@$(PYTHON) -m venv --clear build/verifier >&2 </dev/null
	@build/verifier/bin/python -m pip --quiet --disable-pip-version-check install -r $< >&2 </dev/null
	@touch $@

build/lock/bin/uv:
	@$(PYTHON) -m venv --clear build/lock >&2 </dev/null
	@build/lock/bin/python -m pip --quiet --disable-pip-version-check install uv >&2 </dev/null

clean:
	@rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
