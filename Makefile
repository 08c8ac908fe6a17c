# `make run` starts Chaveiro, `make test` checks it. The other targets are the
# steps these two are made of; they install what a machine lacks.

SHELL := bash
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup site build run test lint test-rust size faults bench e2e peers

help:        ## this list
	@grep -E '^[a-z0-9-]+:.*##' Makefile | sed -E 's/:[^#]*##/\t/' | expand -t 12

# --- what is made of what ----------------------------------------------------

cargo    := Cargo.toml Cargo.lock build.rs
rust     := $(shell find src -type f -not -path 'src/tests/*' -not -path 'src/benches/*')
files    := $(shell find style public -type f)
# No browser bundle contains these modules, so a change there rebuilds none.
browser  := $(filter src/ui/islands%, $(rust)) $(filter-out src/server% src/web% src/ui/% src/cli% src/main.rs, $(rust))
program  := target/release/chaveiro
debug    := target/debug/chaveiro
bundles  := target/bundles/newcomer.wasm target/bundles/admin.wasm

# --- tools -------------------------------------------------------------------

setup: target/setup/wasm target/setup/node target/setup/lint target/setup/test    ## install what is missing; the second time it takes no time

target/setup/wasm: .ci/setup Cargo.lock
target/setup/node: .ci/setup end2end/package-lock.json
target/setup/lint: .ci/setup
target/setup/test: .ci/setup end2end/package-lock.json end2end/clients/requirements.txt target/setup/node
target/setup/peers: .ci/setup end2end/peers/requirements.txt target/setup/test
target/setup/%:
	.ci/setup $*
	@mkdir -p $(@D) && touch $@

# --- building ----------------------------------------------------------------

target/bundles/newcomer.wasm: .ci/bundle .ci/wasm-cargo $(cargo) $(browser) | target/setup/wasm target/setup/node
	.ci/bundle newcomer hydrate-newcomer
target/bundles/admin.wasm: .ci/bundle .ci/wasm-cargo $(cargo) $(browser) | target/setup/wasm target/setup/node
	.ci/bundle admin hydrate-admin

site: target/site.done    ## browser bundles, style and icons, in target/site
target/site.done: .ci/site $(bundles) $(files)
	.ci/site
	@touch $@

# SQLite without what nothing here uses: checks of each call's arguments, bookkeeping of memory over
# all connections, statistics that nobody gathers. And with plans that do not depend on what is bound: else
# each statement with a bound LIMIT is planned anew each time. What a statement may have to undo is kept in
# memory up to 128 kB: a new account changes more than 64, after which it would be a file. Not more than
# 131071: SQLite 3.51 would write it wrong and say that the disk is full. A change compiles SQLite anew.
sqlite := -USQLITE_ENABLE_API_ARMOR -USQLITE_ENABLE_MEMORY_MANAGEMENT -USQLITE_ENABLE_STAT4 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_ENABLE_QPSG -DSQLITE_STMTJRNL_SPILL=131071

build: $(program)    ## the program, all of the site inside: target/release/chaveiro
$(program): $(cargo) $(rust) target/site.done
	LIBSQLITE3_FLAGS="$(sqlite)" cargo build --release --features ssr
	@touch $@

run: build    ## build, then serve on http://localhost:3000, mails kept in memory
	$(program) serve --dev

# --- testing: what fails soonest comes first ---------------------------------

# Each test has a database of its own that it syncs to disk: in memory, where there
# is room for it, that takes a fraction of the time.
roomy := $(shell test -w /dev/shm && test $$(df --output=avail -k /dev/shm | tail -n 1) -gt 4000000 && echo /dev/shm)
test-rust e2e faults peers: export TMPDIR := $(or $(roomy),$(TMPDIR),/tmp)

test: lint size test-rust e2e    ## everything below

lint: target/setup/wasm target/setup/lint    ## formatting, clippy on both halves, documentation, dependencies
	cargo fmt --check
	cargo clippy --locked --all-targets --features ssr -- -D warnings
	.ci/wasm-cargo clippy --locked --features hydrate-newcomer,hydrate-admin -- -D warnings
	@# With what the tests' dependencies ask of tokio: without it half of all that clippy compiled, again.
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --features ssr,tokio/full,tokio/test-util --quiet
	target/tools/bin/cargo-machete
	.ci/deny

size: target/site.done    ## what a browser downloads, against its budget
	.ci/size

test-rust: target/site.done target/setup/test    ## Rust tests, on SQLite and again on PostgreSQL
	env -u TEST_DATABASE_URL cargo test --locked --features ssr --test integration
	.ci/postgres cargo test --locked --features ssr --test integration

faults: export CHAVEIRO_ATTACKS := full
faults: target/site.done target/setup/test    ## the attacks of the tests at full size: minutes, on both databases
	env -u TEST_DATABASE_URL cargo test --locked --features ssr --test integration attacks::
	.ci/postgres cargo test --locked --features ssr --test integration attacks::

bench: export LIBSQLITE3_FLAGS := $(sqlite)
bench: target/site.done target/setup/test    ## what pages, sign-ins, mails and lists cost, beside others, into docs/figures.md
	.ci/bench

# The debug program: cargo makes it with the Rust tests, which call it. To compile the release program
# as well takes longer than all of these tests, so CI does that beside them.
PROGRAM ?= $(debug)
e2e: $(PROGRAM) target/setup/test    ## the program in a real browser; PROGRAM=target/release/chaveiro for another
	cd end2end && CHAVEIRO_BINARY=$(PROGRAM) node_modules/.bin/playwright test

.PHONY: $(debug)
$(debug): target/site.done
	cargo test --locked --features ssr --test integration --no-run

peers: build target/setup/peers    ## slow trials with whole programs of others, not part of make test
	cd end2end && CHAVEIRO_BINARY=$(program) ../.ci/postgres node_modules/.bin/playwright test --config peers/playwright.config.ts
