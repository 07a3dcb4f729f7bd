# SPDX-License-Identifier: MIT
# Freehold. `make` builds the library; `make help` lists the rest.
#
# `make` and `make demo` need a C compiler, make and coreutils. The tests need Criterion (README.md,
# "Test it"). Rules are one line long where they can be: scripts in tests/ hold the logic.
# A variant is this Makefile again with another BUILD: `make test-asan` works in build/asan.

BUILD   ?= build
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WERROR  ?= -Werror
VERSION := 0.1.0

# mimalloc is there when a program that uses it compiles and links. `make MIMALLOC=no` does without.
ifeq ($(origin MIMALLOC),undefined)
MIMALLOC := $(shell mkdir -p $(BUILD) && $(CC) -o $(BUILD)/probe src/alloc/probe_mimalloc.c \
              -lc -lmimalloc 2>/dev/null && echo yes || echo no)
endif
export MIMALLOC

# WHY -lc first: mimalloc's shared library also defines malloc, and whoever comes first is the program's.
libs     := -pthread -lc $(if $(filter yes,$(MIMALLOC)),-lmimalloc)
warnings := -Wall -Wextra -Wpedantic -Wconversion -Wshadow $(WERROR)
c_flags  := -std=c11 $(CFLAGS) $(warnings) -Iinclude -MMD -MP -pthread
lib_flags := $(c_flags) -fPIC -fvisibility=hidden $(if $(filter yes,$(MIMALLOC)),-DFHI_HAVE_MIMALLOC=1)

lib_objects := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out %/probe_mimalloc.c,$(wildcard src/*/*.c)))
examples    := $(patsubst examples/%.c,$(BUILD)/examples/%,$(wildcard examples/*.c))
apps        := $(patsubst examples/apps/%/,$(BUILD)/examples/%,$(dir $(wildcard examples/apps/*/*.c)))
apps        := $(sort $(apps))
# Kinds of test that exist: each is a folder, each links into one program per runner. `only` names a file
# of it for tests/mutate.py, which needs no others.
only    ?= *
kinds       := $(foreach k,unit threads deep,$(if $(wildcard tests/$k/*.c),$k))

.PHONY: all FORCE
all: $(BUILD)/libfreehold.a $(BUILD)/libfreehold.so ## Builds the library (the default)
	@echo "mimalloc: $(if $(filter yes,$(MIMALLOC)),built in,built without it (libmimalloc-dev is not here$(comma) or MIMALLOC=no))"
comma := ,

# `make V=1` shows whole commands, `make -s` none.
silent = $(findstring s,$(firstword -$(MAKEFLAGS)))
run    = $(if $(V),,@$(if $(silent),,echo "  $1  $@";))

# ---- the library -------------------------------------------------------------------------------

$(BUILD)/libfreehold.a: $(lib_objects)
	@rm -f $@
	$(call run,AR )$(AR) rcs $@ $^

$(BUILD)/libfreehold.so: $(lib_objects)
	$(call run,LD )$(CC) $(CFLAGS) -shared -Wl,-soname,libfreehold.so.0 -o $@ $^ $(libs)
	@ln -sf $(@F) $@.0

$(BUILD)/obj/src/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call run,CC )$(CC) $(lib_flags) -c $< -o $@

# Another compiler, other flags or a newly installed mimalloc rebuild everything.
flags_text := $(CC) $(lib_flags)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@test "$$(cat $@ 2>/dev/null)" = '$(flags_text)' || echo '$(flags_text)' > $@

# ---- examples and the main job -----------------------------------------------------------------

.PHONY: demo examples
demo: $(BUILD)/libfreehold.a $(BUILD)/libfreehold.so $(BUILD)/examples/debgraph ## Runs the main job on this machine's packages
	@$(BUILD)/examples/debgraph

examples: $(examples) $(apps) ## Builds the examples, runs them and compares what they print
	tests/examples.sh $(BUILD)
	tests/readme.sh "$(CC)"

$(examples): $(BUILD)/examples/%: $(BUILD)/obj/examples/%.o $(BUILD)/libfreehold.a
	@mkdir -p $(@D)
	$(call run,LD )$(CC) $(CFLAGS) -o $@ $^ $(libs)

define APP
$(BUILD)/examples/$1: $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard examples/apps/$1/*.c)) $(BUILD)/libfreehold.a
	@mkdir -p $$(@D)
	$$(call run,LD )$$(CC) $$(CFLAGS) -o $$@ $$^ $$(libs)
endef
$(foreach a,$(notdir $(apps)),$(eval $(call APP,$a)))

$(BUILD)/obj/examples/%.o: examples/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call run,CC )$(CC) $(c_flags) -c $< -o $@

# ---- tests: each kind under Criterion, and under the small runner (tests/README.md says why both) --

.PHONY: test test-apps test-mini test-shared test-mimalloc test-clang test-asan test-tsan test-msan test-valgrind
test: $(kinds:%=$(BUILD)/tests/%) ## Runs all tests (Criterion)
	tests/compile_fail.sh "$(CC)"
	tests/run.sh $(filter-out %/unit,$^) $(BUILD)/tests/unit

test-mini: $(kinds:%=$(BUILD)/tests/%-mini) ## Runs all tests under the small runner
	tests/run.sh $^

test-shared: $(BUILD)/tests/unit-shared ## Runs the unit tests against the shared library
	tests/run.sh $^

test-mimalloc: ## Runs all tests with mimalloc as the process's default allocator
	FH_TEST_ALLOCATOR=mimalloc $(MAKE) test-mini

test-apps: $(apps) ## Runs the scripts that use the example programs as a person would
	set -e; for script in tests/apps/*.sh; do DEBGRAPH=$(BUILD)/examples/debgraph $$script; done

test-clang: ## Runs all tests built by clang
	$(MAKE) BUILD=build/clang CC=clang test

test-asan: ## Runs all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	$(MAKE) BUILD=build/asan test-mini CFLAGS="-O1 -g -fno-omit-frame-pointer \
	  -fsanitize=address$(comma)undefined -fno-sanitize-recover=all"

test-tsan: ## Runs all tests but the deep ones under ThreadSanitizer
	$(MAKE) BUILD=build/tsan kinds="$(filter-out deep,$(kinds))" test-mini \
	  CFLAGS="-O1 -g -fsanitize=thread"

test-msan: ## Runs all tests but the deep ones under MemorySanitizer (clang)
	$(MAKE) BUILD=build/msan CC=clang MIMALLOC=no kinds="$(filter-out deep,$(kinds))" test-mini \
	  CFLAGS="-O1 -g -fsanitize=memory -fsanitize-memory-track-origins"

test-valgrind: ## Runs all tests but the deep ones under valgrind
	$(MAKE) kinds="$(filter-out deep,$(kinds))" FH_TEST_UNDER=valgrind test-mini

# WHY no -Wconversion: it fires inside Criterion's macros. WHY no -Wpsabi: gcc notes the ABI of functions with
# over-aligned arguments, which are all inlined here.
test_flags = $(filter-out -Wconversion,$(c_flags)) -Wno-psabi -Itests

define TEST_KIND
$(BUILD)/tests/$1: $(patsubst tests/%.c,$(BUILD)/criterion/%.o,$(wildcard tests/$1/$(only).c tests/support/fh_test*.c)) $(BUILD)/libfreehold.a
	@mkdir -p $$(@D)
	$$(call run,LD )$$(CC) $$(CFLAGS) -o $$@ $$^ -lcriterion $$(libs)
$(BUILD)/tests/$1-mini: $(patsubst tests/%.c,$(BUILD)/mini/%.o,$(wildcard tests/$1/$(only).c tests/support/*.c)) $(BUILD)/libfreehold.a
	@mkdir -p $$(@D)
	$$(call run,LD )$$(CC) $$(CFLAGS) -o $$@ $$^ $$(libs)
endef
$(foreach k,$(kinds),$(eval $(call TEST_KIND,$k)))

$(BUILD)/tests/unit-shared: $(patsubst tests/%.c,$(BUILD)/mini/%.o,$(wildcard tests/unit/*.c tests/support/*.c)) $(BUILD)/libfreehold.so
	@mkdir -p $(@D)
	$(call run,LD )$(CC) $(CFLAGS) -o $@ $^ -Wl,-rpath,'$$ORIGIN/..' -pthread

$(BUILD)/criterion/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call run,CC )$(CC) $(test_flags) -c $< -o $@

$(BUILD)/mini/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call run,CC )$(CC) $(test_flags) -DFH_TEST_MINI -c $< -o $@

# ---- what else a change must pass --------------------------------------------------------------

.PHONY: check headers lint format format-check tidy bench mutate
check: format-check lint headers test test-shared test-asan test-tsan examples test-apps ## All that a change must pass

headers: ## Compiles every header alone and twice, as C11 and as C++17
	tests/headers.sh

lint: ## Memory orders, layers, sizes
	tests/lint/run.sh

sources := $(wildcard include/*.h include/*/*.h include/*/*/*.h src/*/*.[ch] tests/*/*.[ch] \
             examples/*.c examples/*/*/*.[ch] benchmarks/*.[ch] benchmarks/*/*.[ch])
format: ## Formats all C
	clang-format -i $(sources)

format-check: ## Fails where `make format` would change something
	clang-format --dry-run -Werror $(sources)

tidy: ## clang-tidy on the library and the examples
	tests/lint/tidy.sh

mutate: ## Makes the errors of tests/mutations.txt and demands that a test finds each
	python3 tests/mutate.py

bench: $(BUILD)/libfreehold.a $(BUILD)/libfreehold.so $(BUILD)/examples/debgraph ## Measures against Rust, C++ and plain malloc
	benchmarks/run.sh

# ---- the rest ----------------------------------------------------------------------------------

.PHONY: install clean help
install: all ## Copies headers, libraries and a pkg-config file to $(DESTDIR)$(PREFIX)
	src/install.sh "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(VERSION)" "$(libs)"

clean: ## Removes build/
	rm -rf build

help: ## This list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 18

-include $(wildcard $(foreach n,*/* */*/* */*/*/*,$(BUILD)/$n/*.d) $(BUILD)/*/*.d)
