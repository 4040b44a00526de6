# make               build/mfshake and build/libmfshake.a
# make test          everything that must hold          make example    the main job on a real federation
# make help          all targets and switches
#
# Sources are found by pattern: a new file in src/<folder>/ or a new tests/unit/test_<noun>.c needs no change here.

ifeq ($(origin CC),default)
CC := $(if $(shell command -v gcc),gcc,cc)
endif
PKG_CONFIG ?= pkg-config
OBJCOPY ?= objcopy
NODE ?= node
PREFIX ?= /usr/local

# The parsers' objects do not change with the sanitizers, so that both kinds of build share them.
COMMA := ,
ifdef BUILD
VENDOR := $(BUILD)/vendor
else
VENDOR := build/vendor
BUILD := $(if $(filter thread,$(SAN)),build/tsan,$(if $(SAN),build/san,build))
endif

VERSION := $(shell sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' package.json | head -n 1)

PACKAGES := libcjson libpcre2-8 zlib libbrotlienc nettle
PACKAGE_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
PACKAGE_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES) 2>/dev/null)
CMOCKA_LIBS := $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)

TREE_SITTER := node_modules/tree-sitter/vendor/tree-sitter/lib
JAVASCRIPT := node_modules/tree-sitter-javascript/src
TYPESCRIPT := node_modules/tree-sitter-typescript
VENDOR_OBJECTS := $(addprefix $(VENDOR)/,tree-sitter.o javascript-parser.o javascript-scanner.o \
	typescript-parser.o typescript-scanner.o tsx-parser.o tsx-scanner.o)

WARNINGS := -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wundef -Wcast-qual -Wwrite-strings -Wnull-dereference -Wswitch-enum -Wimplicit-fallthrough \
	-Wdouble-promotion -Walloca
ifeq ($(findstring clang,$(shell $(CC) --version)),)
WARNINGS += -Wduplicated-cond -Wlogical-op
endif
ifneq ($(WERROR)$(DEV),)
WARNINGS += -Werror
endif

HARDENING := -fstack-protector-strong -fstack-clash-protection
HARDENING_LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack
ifdef SAN
SANITIZERS := $(if $(filter thread,$(SAN)),-fsanitize=thread,-fsanitize=$(if $(filter fuzz,$(SAN)),fuzzer-no-link$(COMMA))address$(COMMA)undefined) -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS ?= -O1 -g
VERIFY := -DMFSHAKE_VERIFY
else
CFLAGS ?= -O2 -g
HARDENING += $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif

# fPIC rather than fPIE: the library may end up in a shared object.
CPPFLAGS_ALL := -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -DMFSHAKE_VERSION='"$(VERSION)"' $(VERIFY) -Isrc -Iinclude \
	-isystem $(TREE_SITTER)/include $(PACKAGE_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL := -std=c11 -fPIC -fvisibility=hidden -pthread $(WARNINGS) $(HARDENING) $(SANITIZERS) $(CFLAGS)
LDFLAGS_ALL := -pthread $(HARDENING_LINK) $(SANITIZERS) $(LDFLAGS)
LIBS := $(PACKAGE_LIBS) -lm

SOURCES := $(wildcard src/*.c src/*/*.c)
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o) $(BUILD)/obj/build_id.o $(BUILD)/obj/assets.o
PROGRAM_OBJECTS := $(filter $(BUILD)/obj/main.o $(BUILD)/obj/cli/%,$(OBJECTS))
LIBRARY_OBJECTS := $(filter-out $(PROGRAM_OBJECTS),$(OBJECTS))

UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNIT_PROGRAMS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)

Q := $(if $(V),,@)
SAY = $(if $(V),,@echo '  $(notdir $@)')

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.PHONY: hostile fuzz fuzz-programs replay all release ready setup test tested watch-edits parsers parity interop bench scale bench-size bench-prune bench-instructions test-recipes proof subsets example e2e e2e-report unit check symbols format clean install uninstall npm-package test-install help FORCE

all: $(BUILD)/mfshake $(BUILD)/libmfshake.a

# As fast as the compiler makes it, and the same bytes wherever it is built: build/release/mfshake.
release:
	@$(MAKE) BUILD=build/release CFLAGS='-O3 -flto=auto -fno-semantic-interposition -ffile-prefix-map=$(CURDIR)=.' all

# What a compilation needs and `make setup` installs.
ready:
	@test -n '$(PACKAGE_LIBS)' -a -f $(TREE_SITTER)/src/lib.c -a -f $(JAVASCRIPT)/parser.c -a -f node_modules/d3-hierarchy/LICENSE || \
		{ echo 'Libraries or parser sources are missing: run make setup' >&2; exit 1; }

# Changes when the compiler or its options do, and with it everything that they made.
$(BUILD)/flags: FORCE | ready
	@mkdir -p $(@D)
	@echo '$(CC) $(subst ','\'',$(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL))' | cmp -s - $@ || \
		echo '$(CC) $(subst ','\'',$(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL))' > $@

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(VENDOR)/tree-sitter.o: $(TREE_SITTER)/src/lib.c
$(VENDOR)/javascript-parser.o: $(JAVASCRIPT)/parser.c
$(VENDOR)/javascript-scanner.o: $(JAVASCRIPT)/scanner.c
$(VENDOR)/typescript-parser.o: $(TYPESCRIPT)/typescript/src/parser.c
$(VENDOR)/typescript-scanner.o: $(TYPESCRIPT)/typescript/src/scanner.c
$(VENDOR)/tsx-parser.o: $(TYPESCRIPT)/tsx/src/parser.c
$(VENDOR)/tsx-scanner.o: $(TYPESCRIPT)/tsx/src/scanner.c
$(VENDOR_OBJECTS): | ready
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -fPIC -fvisibility=hidden $(HARDENING) -O2 -w \
		-I$(TREE_SITTER)/include -I$(TREE_SITTER)/src -I$(JAVASCRIPT) -c $< -o $@
$(TREE_SITTER)/src/lib.c $(JAVASCRIPT)/parser.c $(JAVASCRIPT)/scanner.c: | ready ;
$(TYPESCRIPT)/typescript/src/%.c $(TYPESCRIPT)/tsx/src/%.c: | ready ;

# A hash over all sources tells builds apart: what one has kept in a cache means nothing to another.
$(BUILD)/obj/build_id.o: $(SOURCES) $(wildcard src/*.h src/*/*.h src/*/*.def) package-lock.json $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY)
	@{ echo '#include "cache/build_id.h"'; \
		printf 'const char build_id[] = "%.32s";\n' "$$(LC_ALL=C cat $(sort $(filter-out $(BUILD)/flags,$^)) | sha256sum)"; } > $(@:.o=.c)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c $(@:.o=.c) -o $@

# The page of `mfshake report` is in the program, with d3-hierarchy as npm has it behind its licence.
PAGE := src/overview/html
HIERARCHY := node_modules/d3-hierarchy
$(BUILD)/obj/hierarchy.js: $(HIERARCHY)/LICENSE $(HIERARCHY)/dist/d3-hierarchy.min.js
	@mkdir -p $(@D)
	@{ echo '/*'; cat $(HIERARCHY)/LICENSE; echo '*/'; cat $(HIERARCHY)/dist/d3-hierarchy.min.js; } > $@
$(BUILD)/obj/assets.o: src/overview/embed.sh $(BUILD)/obj/hierarchy.js $(wildcard $(PAGE)/*) $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY)
	@sh $< asset_body $(PAGE)/body.html , asset_style $(PAGE)/page.css , asset_hierarchy $(BUILD)/obj/hierarchy.js , \
		asset_simulate $(PAGE)/simulate.js , asset_treemap $(PAGE)/treemap.js , asset_page $(PAGE)/page.js > $(@:.o=.c)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c $(@:.o=.c) -o $@
$(HIERARCHY)/LICENSE $(HIERARCHY)/dist/d3-hierarchy.min.js: | ready ;

$(BUILD)/mfshake: $(OBJECTS) $(VENDOR_OBJECTS)
	$(SAY)
	$(Q)$(CC) $(LDFLAGS_ALL) $^ $(LIBS) -o $@

# One object in which only the public names are global, so that nothing of ours can clash with an embedder's names.
$(BUILD)/libmfshake.a: $(LIBRARY_OBJECTS) $(VENDOR_OBJECTS)
	$(SAY)
	$(Q)$(LD) -r $^ -o $(BUILD)/libmfshake.o
	$(Q)$(OBJCOPY) --wildcard --keep-global-symbol='mfshake_*' $(BUILD)/libmfshake.o
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(BUILD)/libmfshake.o

# All objects but main.o as they are, for the unit tests: the linker takes out of it what a test uses.
$(BUILD)/objects.a: $(filter-out $(BUILD)/obj/main.o,$(OBJECTS)) $(VENDOR_OBJECTS)
	@mkdir -p $(@D)
	$(SAY)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/objects.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/unit $(CFLAGS_ALL) -MMD -MP -MF $@.d -MT $@ $< $(BUILD)/objects.a \
		$(LDFLAGS_ALL) $(CMOCKA_LIBS) $(LIBS) -o $@

# The suite of hostile chunks in its big sizes and at every place.
hostile: setup
	@$(MAKE) all
	@HOSTILE=full MFSHAKE=$(BUILD)/mfshake SAN=$(SAN) $(NODE) tests/run.mjs hostile

# A fuzzing target is one source file, linked with a main that gives it its corpus, or with libFuzzer (build/fuzz).
FUZZ_TARGETS := macro map prune
FUZZ_HEADERS := $(wildcard tests/fuzz/*.h)
REPLAYS := $(FUZZ_TARGETS:%=$(BUILD)/fuzz/replay-%)
FUZZERS := $(FUZZ_TARGETS:%=$(BUILD)/fuzz/fuzz-%)

$(BUILD)/fuzz/replay-%: tests/fuzz/%.c tests/fuzz/replay.c $(FUZZ_HEADERS) $(BUILD)/objects.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/fuzz $(CFLAGS_ALL) $(filter %.c,$^) $(BUILD)/objects.a $(LDFLAGS_ALL) $(LIBS) -o $@

$(BUILD)/fuzz/fuzz-prune: tests/fuzz/mutate_prune.c
$(BUILD)/fuzz/fuzz-%: tests/fuzz/%.c tests/fuzz/libfuzzer.c $(FUZZ_HEADERS) $(BUILD)/objects.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/fuzz $(CFLAGS_ALL) -fsanitize=fuzzer $(filter %.c,$^) $(BUILD)/objects.a $(LDFLAGS_ALL) $(LIBS) -o $@

# The corpus of every fuzzing target, in an ordinary build.
replay: $(REPLAYS)
	@for target in $(FUZZ_TARGETS); do timeout 300 $(BUILD)/fuzz/replay-$$target tests/fuzz/corpus/$$target || exit 1; done

fuzz-programs: $(FUZZERS) $(REPLAYS)

# Inputs made up by libFuzzer, under sanitizers: SECONDS=600 for each of TARGETS='macro map prune'. What they find stays in build/fuzz/found.
FUZZ_CC := clang
fuzz: setup
	@sh tests/fuzz/ready.sh $(FUZZ_CC)
	@$(MAKE) SAN=fuzz CC='$(FUZZ_CC)' BUILD=build/fuzz VENDOR=build/vendor fuzz-programs
	@sh tests/fuzz/run.sh build/fuzz/fuzz $(or $(SECONDS),600) $(or $(TARGETS),$(FUZZ_TARGETS))

setup:
	@sh tests/setup.sh

# The parts that need what setup installs run in a make of their own, which sees it.
test: setup
	@$(MAKE) tested
example: setup
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) examples/two-remotes/run.mjs

# Containers in a real browser, under the federation runtime of apps that Rspack and webpack built. PARTS='federation fallbacks crashes'.
e2e: setup
	@sh examples/browser/setup.sh
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) examples/browser/run.mjs $(PARTS)
	@$(MAKE) e2e-report

# The page of `mfshake report` in a real browser. UPDATE=1 takes the screenshot of docs/ anew.
e2e-report: setup tests/overview/tools/node_modules/.package-lock.json
	@sh examples/browser/setup.sh
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake UPDATE='$(UPDATE)' $(NODE) tests/overview/browser.mjs

# Facts against webpack and Rspack live: recorded cases, real apps, random module graphs. GRAPHS=n, SEED=n.
parity: setup tests/parity/tools/node_modules/.package-lock.json
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/parity/score.mjs
	@if $(MAKE) tests/parity/apps/node_modules/.package-lock.json; then MFSHAKE=$(BUILD)/mfshake $(NODE) tests/parity/score.mjs tests/parity/apps/r*-*; \
		else echo 'The real apps are left out: their libraries cannot be installed' >&2; fi
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/parity/probe.mjs
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/runtimes/pairs.mjs
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/parity/random.mjs --count $(or $(GRAPHS),5000) $(if $(SEED),--seed $(SEED))

# The release build beside the bundlers on the same graphs: ROUNDS=5 GRAPHS=full,named,federation TOOLS=…; writes tests/bench/results.md and a table of the README.
bench: setup $(addprefix tests/bench/,tools/node_modules/.package-lock.json packages/node_modules/.package-lock.json)
	@$(MAKE) release $(BUILD)/bench/measure
	@MFSHAKE=build/release/mfshake BUILD=$(BUILD) ROUNDS='$(ROUNDS)' GRAPHS='$(GRAPHS)' TOOLS='$(TOOLS)' RESULTS='$(RESULTS)' $(NODE) tests/bench/run.mjs

# How long a watch takes after a change of the graph `full`; writes tests/bench/watch.md. EDITS=50.
bench-watch: setup tests/bench/packages/node_modules/.package-lock.json
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) EDITS='$(EDITS)' RESULTS='$(RESULTS)' $(NODE) tests/bench/watch.mjs

# How small pruned chunks are beside bundles of the same imports; writes tests/bench/size.md, and fails when one is above the bar.
bench-size: setup $(addprefix tests/bench/,tools/node_modules/.package-lock.json packages/node_modules/.package-lock.json)
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) RESULTS='$(RESULTS)' $(NODE) tests/bench/size.mjs $(ROWS)

# What pruning costs, with and without a shake map, beside Rspack's rebuild; writes tests/bench/prune.md. ROUNDS=15.
bench-prune: setup $(addprefix tests/bench/,tools/node_modules/.package-lock.json packages/node_modules/.package-lock.json)
	@$(MAKE) all $(BUILD)/bench/measure
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) ROUNDS='$(ROUNDS)' RESULTS='$(RESULTS)' $(NODE) tests/bench/prune.mjs

# Instructions of ten apps, within 2 % of the recorded numbers; UPDATE=1 records.
bench-instructions: setup
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake UPDATE='$(UPDATE)' $(NODE) tests/bench/instructions.mjs

$(BUILD)/bench/measure: tests/bench/measure.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O1 -Wall -Wextra $< -o $@

# Reports and fragments against the Module Federation plugins of Rspack, webpack and Vite live; attribution against enhanced's SharePlugin.
interop: setup tests/interop/tools/node_modules/.package-lock.json
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/interop/record.mjs --check
	@$(NODE) tests/sharing/record.mjs enhanced --check
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/run.mjs interop sharing

# The recipes of docs/ci.md, executed: Turborepo runs a monorepo, the commands for GitHub and GitLab run as their runners would.
test-recipes: setup tests/recipes/tools/node_modules/.package-lock.json examples/ci/monorepo/node_modules/.package-lock.json
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/run.mjs recipes

examples/ci/monorepo/node_modules/.package-lock.json: examples/ci/monorepo/package-lock.json
	@echo 'setup: npm ci in examples/ci/monorepo'
	@cd $(<D) && npm ci --no-audit --no-fund --loglevel=error </dev/null >/dev/null
	@touch $@

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	@echo 'setup: npm ci in tests/$*'
	@cd tests/$* && npm ci --no-audit --no-fund --loglevel=error </dev/null >/dev/null
	@touch $@

# Answers that tests/sharing compares with npm's and webpack's.
ANSWERS := $(BUILD)/unit/semver_answers

tested: all check symbols unit replay $(ANSWERS)
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) CC='$(CC)' SAN=$(SAN) $(NODE) tests/run.mjs

# Every recorded case run with whole and with pruned packages; then random subsets of the exports of real packages, ROUNDS of each.
proof: setup
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/run.mjs proof
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/proof/subsets.mjs --rounds $(or $(ROUNDS),2)

# The same for more packages of all kinds, with more subsets of each.
subsets: setup tests/proof/packages/node_modules/.package-lock.json
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/proof/subsets.mjs --more --rounds $(or $(ROUNDS),50) $(if $(SEED),--seed $(SEED)) $(if $(IDS),--ids $(IDS))

# How time and memory grow with the size of what is analysed: CASES=modules,shares SIZES=small ROUNDS=2. Needs 1 GB of disk.
scale: all
	@$(MAKE) $(BUILD)/bench/measure
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) CASES='$(CASES)' SIZES='$(SIZES)' ROUNDS='$(ROUNDS)' $(NODE) tests/scale/run.mjs

# 5,000 reports merged: time and memory. Nothing else should run meanwhile.
bench-merge: all
	@MFSHAKE=$(BUILD)/mfshake $(NODE) tests/bench/merge.mjs $(if $(REPORTS),--count $(REPORTS))

unit: $(UNIT_PROGRAMS)
	@sh tests/unit/run.sh $^

# A watch after each of many random edits of an app, beside runs of their own: EDITS=2000 SEED=n ARGS=--no-emit.
watch-edits: setup
	@$(MAKE) all
	@MFSHAKE=$(BUILD)/mfshake EDITS='$(EDITS)' SEED='$(SEED)' $(if $(ARGS),ARGS='$(ARGS)') $(NODE) tests/watch/compare.mjs

# Both parsers of JavaScript on all that is installed, and on 200,000 damaged programs.
parsers: $(BUILD)/unit/test_direct_parser
	@MFSHAKE_CORPUS='$(or $(CORPUS),node_modules:tests:fixtures:examples)' MFSHAKE_DAMAGED=200000 $<

check: | ready
	@CC='$(CC)' CPPFLAGS="$(subst ",\",$(CPPFLAGS_ALL))" $(NODE) tests/lint/run.mjs

# No name but the public ones may be seen by those who link the library.
symbols: $(BUILD)/libmfshake.a
	@nm -g --defined-only $< | awk -v least=$(if $(wildcard include/mfshake.h),1,0) 'NF == 3 { count++ } NF == 3 && $$3 !~ /^mfshake_/ { print "  " $$3; wrong++ } \
		END { printf "check public symbols: %d, %s\n", count, wrong ? wrong " wrong" : "ok"; exit wrong || count < least }'

format:
	clang-format -i $(wildcard src/*.[ch] src/*/*.[ch] include/*.h tests/unit/*.[ch] tests/fuzz/*.[ch] examples/*/*.c)

clean:
	rm -rf $(BUILD)

# Manual pages and completions, made by the program from its option tables, and what pkg-config reads.
$(BUILD)/share: $(BUILD)/mfshake src/mfshake.pc.in
	@rm -rf $@
	$(Q)$(BUILD)/mfshake manual -o $@/man
	$(Q)$(BUILD)/mfshake completion bash --output-file $@/mfshake.bash
	$(Q)$(BUILD)/mfshake completion zsh --output-file $@/_mfshake
	$(Q)$(BUILD)/mfshake completion fish --output-file $@/mfshake.fish
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@PACKAGES@|$(PACKAGES)|' src/mfshake.pc.in > $@/mfshake.pc

# Where each installed file goes, below DESTDIR and PREFIX.
COMPLETIONS := share/bash-completion/completions/mfshake share/zsh/site-functions/_mfshake share/fish/vendor_completions.d/mfshake.fish

install: all $(BUILD)/share
	install -D -m 755 $(BUILD)/mfshake $(DESTDIR)$(PREFIX)/bin/mfshake
	install -D -m 644 include/mfshake.h $(DESTDIR)$(PREFIX)/include/mfshake.h
	install -D -m 644 $(BUILD)/libmfshake.a $(DESTDIR)$(PREFIX)/lib/libmfshake.a
	sed 's|^prefix=.*|prefix=$(PREFIX)|' $(BUILD)/share/mfshake.pc > $(BUILD)/share/mfshake.pc.installed
	install -D -m 644 $(BUILD)/share/mfshake.pc.installed $(DESTDIR)$(PREFIX)/lib/pkgconfig/mfshake.pc
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(BUILD)/share/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 src/runtime-plugin/runtime-plugin.js $(DESTDIR)$(PREFIX)/share/mfshake/runtime-plugin.js
	install -D -m 644 $(BUILD)/share/mfshake.bash $(DESTDIR)$(PREFIX)/$(word 1,$(COMPLETIONS))
	install -D -m 644 $(BUILD)/share/_mfshake $(DESTDIR)$(PREFIX)/$(word 2,$(COMPLETIONS))
	install -D -m 644 $(BUILD)/share/mfshake.fish $(DESTDIR)$(PREFIX)/$(word 3,$(COMPLETIONS))

uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/mfshake include/mfshake.h lib/libmfshake.a lib/pkgconfig/mfshake.pc \
		share/mfshake/runtime-plugin.js $(COMPLETIONS)) \
		$(DESTDIR)$(PREFIX)/share/man/man1/mfshake.1 $(DESTDIR)$(PREFIX)/share/man/man1/mfshake-*.1

# The npm package for this platform: $(BUILD)/npm/mfshake-VERSION.tgz, with the program and the libraries that it needs. DT_RPATH, not the newer
# DT_RUNPATH: it holds for the libraries of libraries, too.
npm-package: setup
	@$(MAKE) $(BUILD)/npm
$(BUILD)/npm: $(OBJECTS) $(VENDOR_OBJECTS) FORCE
	@rm -rf $@
	@mkdir -p $@
	$(Q)$(CC) $(LDFLAGS_ALL) -s -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../lib' $(OBJECTS) $(VENDOR_OBJECTS) $(LIBS) -o $@/program
	$(Q)$(NODE) src/npm-package/pack.mjs $@/program $@/package
	@rm $@/program
	@cd $@ && npm pack ./package --ignore-scripts --silent

# What is installed, tried: the slow part of it needs the shells whose completions are made.
test-install: setup
	@sh tests/install/setup.sh
	@$(MAKE) all $(BUILD)/share
	@$(MAKE) $(BUILD)/npm
	@MFSHAKE=$(BUILD)/mfshake BUILD=$(BUILD) CC='$(CC)' SAN=$(SAN) $(NODE) tests/run.mjs install

help:
	@echo 'make             build/mfshake and build/libmfshake.a'
	@echo 'make setup       install what is missing (apt, npm); test and example do it by themselves'
	@echo 'make test        build, check, unit tests, fixtures'
	@echo 'make example     the main job on a real federation'
	@echo 'make e2e         containers in a real browser, under the official federation runtime'
	@echo 'make e2e-report  the page of mfshake report in a real browser; part of e2e'
	@echo 'make release     build/release/mfshake: -O3, across files'
	@echo 'make parsers     the direct parser against the grammar, on all files that are installed (CORPUS=folder:folder)'
	@echo 'make parity      used and provided exports against webpack and Rspack live (GRAPHS=5000 SEED=n)'
	@echo 'make subsets     random subsets of the exports of 43 packages, pruned and compared (ROUNDS=50 SEED=n)'
	@echo 'make hostile     hostile chunks in big sizes: 30 MB on one line, 100,000 regions, cut off at 2,000 places'
	@echo 'make replay      the corpus of the fuzzing targets alone'
	@echo 'make fuzz        macros, shake maps and whole chunks made up by libFuzzer, under sanitizers (SECONDS=600 TARGETS=prune; clang)'
	@echo 'make bench       time and memory beside Rspack, esbuild, rolldown and webpack (ROUNDS=5 GRAPHS=… TOOLS=…)'
	@echo 'make bench-watch time from a change to the report of a watch (EDITS=50)'
	@echo 'make bench-size  sizes of pruned chunks beside Rspack, rolldown and esbuild (ROWS=lodash-es)'
	@echo 'make bench-prune time and memory of pruning, with and without a shake map, beside a rebuild (ROUNDS=15)'
	@echo 'make bench-instructions  instructions of ten apps against the recorded numbers (valgrind)'
	@echo 'make interop     stats and fragments against Rspack, webpack and Vite live'
	@echo 'make watch-edits a watch beside runs of their own, after random edits (EDITS=2000 SEED=n)'
	@echo 'make scale       time and memory against size: 200,000 modules, 500 shares, 5,000 exports, chains, circles (CASES=… SIZES=small)'
	@echo 'make bench-merge 5,000 reports merged: time and memory (REPORTS=5000)'
	@echo 'make unit        the C unit tests alone'
	@echo 'make check       the structural checks alone'
	@echo 'make format      clang-format over all C files'
	@echo 'make install     PREFIX=/usr/local DESTDIR=; make uninstall takes it away again'
	@echo 'make npm-package the npm package for this platform, in build/npm'
	@echo 'make test-install what install and npm-package make, tried in bash, zsh and fish'
	@echo 'make test-recipes the recipes of docs/ci.md, run by Turborepo; diagrams read by Mermaid'
	@echo 'make clean'
	@echo 'Switches: CC=clang, SAN=1 (AddressSanitizer, UndefinedBehaviorSanitizer), SAN=thread (ThreadSanitizer), WERROR=1, BUILD=folder, CFLAGS=…, V=1'

-include $(OBJECTS:.o=.d) $(UNIT_PROGRAMS:=.d)
