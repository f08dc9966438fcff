# `make` alone lists what can be made.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Of each fuzzer.
SECONDS ?= 60
SAMPLE ?= samples/people/head_forward.jpg
TRUTH_VENV := .venv-groundtruth
TRUTH_STAMP := $(TRUTH_VENV)/.installed
LEARN := $(TRUTH_VENV)/bin/python -m groundtruth
# Scoring needs NumPy alone, so that the app's own environment runs it.
SCORE := PYTHONPATH=groundtruth/src $(BIN)/python -m groundtruth.score
# Where the ground truth's environment exists, all of its tests run; otherwise those that need NumPy.
TEST_TRUTH = cd groundtruth && $(CURDIR)/$(if $(wildcard $(TRUTH_STAMP)),$(TRUTH_VENV),$(VENV))/bin/python -m pytest
# Set and number of its pictures; two of each person.
TRUTH_SETS := wide:1440 life:1440 decoupled:40 stick_wide:1440 stick_life:1440
EVERYDAY_SETS := everyday_test:480 everyday_test_makehuman:240
MAKEHUMAN = $(if $(wildcard ../shared/makehuman),--makehuman ../shared/makehuman)
# The same of what is learnt from.
WEIGHT_SETS := train:1020 everyday_pictures:2000
# People-in-postures made without rendering; of 'pairs' some wear other clothes in the second photo.
FAST := 60000
EVERYDAY := 120000
# Pictures of another generator, reported where they stand; never fitted on.
OUTSIDE ?= ../shared/truth
# Points marked by eye on real photographs, and those photographs; they never go into a repository.
REAL_LABELS ?= ../shared/real
REAL_PHOTOS ?= ../realphotos
REAL := --real-labels $(REAL_LABELS) --real-photos $(REAL_PHOTOS)

export PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help libraries install model demo studio test test-fast wheel dist sbom notices release-check container bare e2e docs shots pictures check app bench fuzz truth truth-real truth-full truth-everyday weights test-truth figures catalogue lock clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# The standard library alone: it runs before anything is installed.
libraries:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install it, or name it with 'make PYTHON=/path/to/python'."; exit 1; }
	@$(PYTHON) -I posture/installation.py

$(STAMP): requirements/dev.lock pyproject.toml | libraries
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

install: $(STAMP) ## create .venv with the locked dependencies

model: $(STAMP) ## obtain the pose model (once; checked against its SHA-256)
	@$(BIN)/posture models fetch

demo: model ## analyse a sample; picture, report and JSON go to out/
	$(BIN)/posture analyze $(SAMPLE) --out out

app: model ## open the app in the browser
	$(BIN)/posture app

# A folder of its own: nothing of a real studio is touched.
studio: model ## open a studio with a dozen made-up clients (the page Studio)
	@$(BIN)/python -m posture.studio.made_up $(CURDIR)/out/studio
	POSTURE_HOME=$(CURDIR)/out/studio $(BIN)/posture app

check: $(STAMP) ## lint, format, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache --no-logo

test: check model ## every check and test
	$(BIN)/pytest
	$(TEST_TRUTH)

test-fast: $(STAMP) ## tests without the slow ones, in two processes (under two minutes)
	$(BIN)/pytest -m "not slow and not e2e and not wheel and not container" -n 2

wheel: $(STAMP) ## build the wheel, install it elsewhere, use it there (minutes)
	$(BIN)/pytest -m wheel tests/test_wheel.py tests/test_dist.py

dist: $(STAMP) ## wheel and source archive of the commit, the same bytes everywhere, in out/dist
	@rm -rf out/dist
	@$(BIN)/python -m tools.dist out/dist

sbom: $(STAMP) ## list of every component (CycloneDX), in out/dist
	@$(BIN)/python -m tools.sbom out/dist/posture-$$($(BIN)/posture version).cdx.json

notices: $(STAMP) ## write THIRD_PARTY_NOTICES.md anew
	@$(BIN)/python -m tools.notices

release-check: check ## everything that a release needs, and what stands in its way
	@$(MAKE) --no-print-directory dist
	@$(MAKE) --no-print-directory sbom
	@$(BIN)/pytest tests/test_release.py tests/test_notices.py tests/test_sbom.py tests/test_locks.py
	@$(BIN)/python -m tools.release

container: dist ## build the container where podman or docker is
	$(firstword $(shell command -v podman docker) podman) build -t posture:$$($(BIN)/posture version) -f Containerfile .

bare: $(STAMP) ## the steps of the Containerfile in a bare Debian root (root, debootstrap; minutes)
	$(BIN)/pytest -m container tests/test_container.py

docs: $(STAMP) ## build the documentation site with the API reference in out/site
	$(BIN)/python -m tools.site out/site

e2e: model ## the app in a real browser (needs chromium)
	$(BIN)/pytest -m e2e tests/e2e

shots: model ## pictures of every page in out/shots
	$(BIN)/python -m tests.e2e.shots

pictures: model ## take the pictures of the README and the guides anew, in both languages (minutes)
	$(BIN)/python -m tests.e2e.guide_pictures

bench: model ## speed and memory, as ratios taken in one run
	$(BIN)/python -m benchmarks

fuzz: $(STAMP) ## feed damaged files to all that reads them, SECONDS each (goes on from out/fuzz)
	$(BIN)/python -m fuzz --seconds $(SECONDS)

truth: model ## accuracy on the committed small set, a line a figure (minutes)
	$(SCORE) --sets groundtruth/data/small --out out/truth $(REAL)

truth-real: model ## accuracy on real photographs alone, whole and cut; writes the accuracy page anew (six minutes)
	PYTHONPATH=groundtruth/src $(BIN)/python -m groundtruth real --labels $(REAL_LABELS) --photos $(REAL_PHOTOS) \
	  --json posture/present/learn/accuracy.json --page docs/accuracy.md --date $$(date -u +%F)

$(TRUTH_STAMP): groundtruth/requirements.lock groundtruth/pyproject.toml pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install it, or name it with 'make PYTHON=/path/to/python'."; exit 1; }
	$(PYTHON) -m venv $(TRUTH_VENV)
	$(TRUTH_VENV)/bin/python -m pip install --quiet --require-hashes -r groundtruth/requirements.lock
	$(TRUTH_VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . --editable groundtruth
	@touch $@

# A picture that is there is kept, and results of a run that was stopped are too.
truth-full: model $(TRUTH_STAMP) ## make the test sets, score them, write docs/accuracy.md (hours)
	for set in $(TRUTH_SETS); do \
	  $(LEARN) make $${set%:*} --count $${set#*:} --out out/sets || exit 1; \
	done
	$(SCORE) --sets out/sets $(if $(wildcard $(OUTSIDE)),--outside $(OUTSIDE)) $(REAL) \
	  --out out/truth-full --json posture/present/learn/accuracy.json --page docs/accuracy.md --figures --date $$(date -u +%F)

# Rows are moved as those that are learnt from: out/deviation.npz is a step of 'make weights'.
truth-everyday: model $(TRUTH_STAMP) ## score people in everyday clothes by garment and where cut (20 minutes)
	for set in $(EVERYDAY_SETS); do \
	  $(LEARN) make $${set%:*} --count $${set#*:} --out out/sets $(MAKEHUMAN) || exit 1; \
	  $(LEARN) gather out/sets/$${set%:*} || exit 1; \
	done
	$(LEARN) everyday $(foreach set,$(EVERYDAY_SETS),out/sets/$(firstword $(subst :, ,$(set)))) \
	  --deviation out/deviation.npz --json posture/present/learn/accuracy.json --page docs/accuracy.md --date $$(date -u +%F)

# What a step has made is kept, so that it goes on where it was stopped.
weights: model $(TRUTH_STAMP) ## learn everything anew: people, pictures, the weights that ship (a day)
	for set in $(WEIGHT_SETS); do $(LEARN) make $${set%:*} --count $${set#*:} --out out/sets || exit 1; done
	$(LEARN) gather out/sets/train out/sets/everyday_pictures
	$(LEARN) deviate out/sets/train/rows.npz out/sets/everyday_pictures/rows.npz --out out/deviation.npz
	$(LEARN) as-real out/sets/everyday_pictures/rows.npz --deviation out/deviation.npz --out out/everyday_real/rows.npz
	$(LEARN) fast --count $(FAST) --deviation out/deviation.npz --out out/fast
	$(LEARN) fast --kind everyday --count $(EVERYDAY) --deviation out/deviation.npz --out out/everyday
	$(LEARN) calibrate out/sets/train/rows.npz out/everyday_real/rows.npz \
	  --fast out/fast/rows.npz --fast out/everyday/rows.npz
	$(LEARN) pairs out/fast/rows.npz out/everyday/rows.npz --ranges out/everyday_real/rows.npz
	$(LEARN) depths out/sets/everyday_pictures/rows.npz
	$(if $(wildcard $(REAL_PHOTOS)),$(LEARN) real-people out/sets/train/rows.npz out/everyday_real/rows.npz out/fast/rows.npz \
	  out/everyday/rows.npz --labels $(REAL_LABELS) --photos $(REAL_PHOTOS))
	$(if $(wildcard $(REAL_PHOTOS)),$(LEARN) cut-pictures --labels $(REAL_LABELS) --photos $(REAL_PHOTOS))
	$(if $(wildcard $(REAL_PHOTOS)),$(LEARN) face out/sets/train out/sets/everyday_pictures \
	  --labels $(REAL_LABELS) --photos $(REAL_PHOTOS))

test-truth: model $(TRUTH_STAMP) ## types and every test of the ground truth, in its own environment
	$(BIN)/pyright --project groundtruth
	$(TEST_TRUTH)

figures: $(STAMP) ## draw the figures of the package anew
	$(BIN)/python -m drawings

catalogue: $(STAMP) ## gather every sentence for the translators
	$(BIN)/python -m catalogue

lock: ## write the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras pyproject.toml -o requirements/run.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras pyproject.toml --group dev -o requirements/dev.lock
	uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-package posture $(if $(WHEELS),--find-links $(WHEELS)) groundtruth/pyproject.toml --group groundtruth/pyproject.toml:dev -o groundtruth/requirements.lock

clean: ## remove what was made (not the fetched model)
	rm -rf $(VENV) $(TRUTH_VENV) out .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
