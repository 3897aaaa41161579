# xushi: build, checks, installation. GNU make. `make help` lists the targets.
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
SHELL := /bin/sh

# --- what a user may set --------------------------------------------------------------------------
# VARIANT=release|debug|san|tsan|cover   STRICT=1 (warnings are errors)   WITH_<NAME>=no (tools/deps.txt)
# CC CFLAGS CPPFLAGS LDFLAGS PREFIX DESTDIR   BUILD (folder of all that is made)   CASES (golden cases)
# V=1 (show the commands)
VARIANT ?= release
BUILD ?= build
PREFIX ?= /usr/local
PKG_CONFIG ?= pkg-config
CASES ?=
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin AR),default)
AR := ar
endif

VERSION := $(shell cat VERSION)
OUT := $(BUILD)/$(VARIANT)
PROG := $(if $(filter release,$(VARIANT)),$(BUILD)/xushi,$(OUT)/xushi)
LIB := $(OUT)/libxushi.a

# --- libraries: tools/deps.txt is the list ---------------------------------------------------------
NEED := $(shell awk '$$1 == "need" && sub(/^pc:/, "", $$3) { print $$3 }' tools/deps.txt)
OPT := $(shell awk '$$1 == "opt" && sub(/^pc:/, "", $$3) { print $$2 ":" $$3 }' tools/deps.txt)
opt_name = $(word 1,$(subst :, ,$(1)))
opt_pc = $(word 2,$(subst :, ,$(1)))
opt_found = $(shell $(PKG_CONFIG) --exists $(call opt_pc,$(1)) 2>/dev/null && echo yes)
OPT_ON := $(foreach o,$(OPT),$(if $(filter no,$(WITH_$(call opt_name,$(o)))),,$(if $(call opt_found,$(o)),$(o))))
PC_ALL := $(NEED) $(foreach o,$(OPT_ON),$(call opt_pc,$(o)))
# libraries of input formats are not linked but loaded when one is read, under the name that their users link
PC_LINK := $(NEED)
pc_so = $(shell readelf -d "$$($(PKG_CONFIG) --variable=libdir $(1))/lib$(patsubst -l%,%,$(firstword $(shell \
    $(PKG_CONFIG) --libs-only-l $(1)))).so" 2>/dev/null | sed -n 's/.*SONAME.*\[\(.*\)\].*/\1/p')
SO_CFLAGS := $(foreach o,$(OPT_ON),$(foreach so,$(call pc_so,$(call opt_pc,$(o))),-DXS_SO_$(call opt_name,$(o))='"$(so)"'))
DEP_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PC_ALL) 2>/dev/null) \
    $(foreach o,$(OPT_ON),-DXS_HAVE_$(call opt_name,$(o))) $(SO_CFLAGS)
LIBS := $(shell $(PKG_CONFIG) --libs $(PC_LINK) 2>/dev/null) -lcsv -ldl
CMOCKA := $(shell $(PKG_CONFIG) --cflags --libs cmocka 2>/dev/null)

# --- flags ---------------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wformat=2 \
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wcast-align \
    -Wpointer-arith -Wwrite-strings -Wundef -Wvla -Wswitch-enum -Wdouble-promotion \
    -Wnull-dereference -Wimplicit-fallthrough
ifeq (,$(findstring clang,$(shell $(CC) --version 2>/dev/null)))
WARN += -Wlogical-op -Wduplicated-cond -Wduplicated-branches
endif
ifeq ($(STRICT),1)
WARN += -Werror
endif

OPTIM_release := -O3 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
OPTIM_debug := -O0 -g3 -DXS_DEBUG
OPTIM_san := -O1 -g -DXS_DEBUG -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
OPTIM_tsan := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
OPTIM_fuzz := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
OPTIM_cover := -O0 -g --coverage -fprofile-update=atomic -DXS_COVER
OPTIM := $(OPTIM_$(VARIANT))
ifeq (,$(OPTIM))
$(error VARIANT is release, debug, san, tsan, cover or fuzz, not "$(VARIANT)")
endif

LANGUAGE := -std=c17 -D_POSIX_C_SOURCE=200809L -I include -I src \
    -DXS_VERSION='"$(VERSION)"' -DXS_DATADIR='"$(PREFIX)/share/xushi"'
XS_CFLAGS = $(LANGUAGE) -fvisibility=hidden -pthread $(WARN) $(OPTIM) $(DEP_CFLAGS) $(CPPFLAGS) $(CFLAGS)
XS_LDFLAGS = -pthread -Wl,--as-needed $(filter -fsanitize% --coverage,$(OPTIM)) $(LDFLAGS)

# --- files ----------------------------------------------------------------------------------------------
SRCS := $(sort $(wildcard src/*/*.c))
OBJS := $(SRCS:src/%.c=$(OUT)/%.o)
CLI_OBJS := $(filter $(OUT)/cli/%,$(OBJS))
LIB_OBJS := $(filter-out $(CLI_OBJS),$(OBJS))
UNIT_SRCS := $(sort $(wildcard tests/unit/test_*.c tests/prop/test_*.c))
UNIT_PROGS := $(foreach s,$(UNIT_SRCS),$(OUT)/tests/$(basename $(notdir $(s))))
C_FILES = $(sort $(wildcard src/*/*.[ch] include/*/*.h tests/*/*.[ch]))

# The program looks for its patterns in ../patterns: where that is not the source tree, a link is put.
PATTERN_LINK := $(patsubst ./%,%,$(dir $(patsubst %/,%,$(dir $(PROG))))patterns)
ifeq ($(abspath $(PATTERN_LINK)),$(abspath patterns))
PATTERN_LINK :=
endif

# Parallel where the user has not said how many.
PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))
SUBMAKE = $(MAKE) --no-print-directory
# say: one short line in place of a long command
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")

.PHONY: all setup demo demo-run check check-run check-unit check-golden check-cli check-rules \
    check-proof proof proof-update check-fuzz check-damage check-fault fuzz fuzz-programs check-san check-tsan check-valgrind unit-programs lint format format-check golden-update \
    install uninstall dist distcheck cover clean help FORCE

# --- build ----------------------------------------------------------------------------------------------
all: $(PROG) $(LIB) ## the program (build/xushi) and the library

# Objects depend on the flags they were made with. A new or changed set is the moment to see
# whether all libraries are there; the message names the packages.
flags_text = $(subst ','\'',$(CC) $(XS_CFLAGS) $(XS_LDFLAGS) $(LIBS))
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(flags_text)' | cmp -s - $@ || { \
	    CC='$(CC)' tools/setup.sh --check build && printf '%s\n' '$(flags_text)' >$@; }

$(OUT)/%.o: src/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(XS_CFLAGS) -MMD -MP -c -o $@ $<

# The stamp holds the list of objects: a deleted source file must leave the archive too.
$(OUT)/objects: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(LIB_OBJS)' | cmp -s - $@ || printf '%s\n' '$(LIB_OBJS)' >$@

$(LIB): $(LIB_OBJS) $(OUT)/objects
	@rm -f $@
	$(call say,AR $@)
	$(Q)$(AR) rcsD $@ $(LIB_OBJS)

$(PROG): $(CLI_OBJS) $(LIB) $(OUT)/flags | $(PATTERN_LINK)
	$(call say,LD $@)
	$(Q)$(CC) $(XS_LDFLAGS) -o $@ $(CLI_OBJS) $(LIB) $(LIBS)

ifneq (,$(PATTERN_LINK))
$(PATTERN_LINK):
	@mkdir -p $(@D)
	@ln -sfn '$(abspath patterns)' $@
endif

unit-programs: $(UNIT_PROGS)

# Tests see all of the program but its main().
define unit_rule
$(OUT)/tests/$(basename $(notdir $(1))): $(1) $(filter-out %/main.o,$(CLI_OBJS)) $(LIB)
	@mkdir -p $$(@D)
	$$(call say,CC $(1))
	$$(Q)$$(CC) $$(XS_CFLAGS) -I tests/unit -MMD -MP $$(XS_LDFLAGS) -o $$@ $$(filter %.c %.o,$$^) $$(LIB) \
	    $$(LIBS) $$(CMOCKA)
endef
$(foreach s,$(UNIT_SRCS),$(eval $(call unit_rule,$(s))))

# Programs of the proof (tests/proof) see the same.
PROOF_PROGS := $(addprefix $(OUT)/proof/,planted mutate measure)
$(OUT)/proof/mutate: tests/proof/sample.c
$(PROOF_PROGS): $(OUT)/proof/%: tests/proof/%.c $(filter-out %/main.o,$(CLI_OBJS)) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(XS_CFLAGS) -I tests/proof -MMD -MP -MF $@.d $(XS_LDFLAGS) -o $@ $(filter %.c %.o,$^) $(LIB) $(LIBS)

# Fuzz targets: with libFuzzer where VARIANT=fuzz (clang), else with a driver that replays files. Those of FUZZ_READERS are one source.
FUZZ_READERS := docx xlsx odt ods html word-xml fodt fods
FUZZ_NAMES := document wire xlsx_parts page number archive compound rtf decode value rules csv $(FUZZ_READERS)
FUZZ_PROGS := $(FUZZ_NAMES:%=$(OUT)/fuzz/fuzz_%)
FUZZ_MAIN := tests/fuzz/env.c $(if $(filter fuzz,$(VARIANT)),,tests/fuzz/driver.c)
fuzz_source = tests/fuzz/fuzz_$(if $(filter $(1),$(FUZZ_READERS)),reader,$(1)).c
define fuzz_rule
$(OUT)/fuzz/fuzz_$(1): $(call fuzz_source,$(1)) $(FUZZ_MAIN) $(LIB)
	@mkdir -p $$(@D)
	$$(call say,CC $$(@F))
	$$(Q)$$(CC) $$(XS_CFLAGS) -DREADER='"$(1)"' -I tests/fuzz -I tests/unit -MMD -MP -MF $$@.d $$(XS_LDFLAGS) \
	    $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer) -o $$@ $$(filter %.c,$$^) $(LIB) $(LIBS)
endef
$(foreach t,$(FUZZ_NAMES),$(eval $(call fuzz_rule,$(t))))

# The program as a function, and a library that lets the system fail.
FAULT_PROGS := $(OUT)/fault/torture $(OUT)/fault/preload.so
$(OUT)/fault/torture: tests/fault/torture.c $(filter-out %/main.o,$(CLI_OBJS)) $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(XS_CFLAGS) -MMD -MP -MF $@.d $(XS_LDFLAGS) -o $@ $(filter %.c %.o,$^) $(LIB) $(LIBS)
$(OUT)/fault/preload.so: tests/fault/preload.c
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) -std=c17 -Wall -Wextra -O1 -shared -fPIC -o $@ $< -ldl

# The library's example: a program that knows nothing but the public header and the library.
EXAMPLE := $(OUT)/example
$(EXAMPLE): doc/example.c $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(XS_CFLAGS) $(XS_LDFLAGS) -o $@ $< $(LIB) $(LIBS)

# Copies of documents with damage.
DAMAGE_PROG := $(OUT)/damage/damage
$(DAMAGE_PROG): tests/damage/damage.c $(LIB)
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(XS_CFLAGS) -MMD -MP -MF $@.d $(XS_LDFLAGS) -o $@ $(filter %.c,$^) $(LIB) $(LIBS)

-include $(DAMAGE_PROG).d $(OBJS:.o=.d) $(UNIT_PROGS:=.d) $(PROOF_PROGS:=.d) $(FUZZ_PROGS:=.d)

setup: ## install what is missing (root), or say how
	@tools/setup.sh build test

# pkg-config can only be asked after the set-up: hence the second make.
demo: ## set up, build, score corpus/, show the worst ten and the formats read
	@CC='$(CC)' tools/setup.sh --if-missing build
	+@$(SUBMAKE) $(PARALLEL) all
	+@$(SUBMAKE) demo-run

DEMO := $(BUILD)/demo
demo-run:
	@mkdir -p $(DEMO)
	$(PROG) score corpus -o $(DEMO)/ranking.csv --projects $(DEMO)/projects.csv \
	    --indicators $(DEMO)/indicators.csv --findings $(DEMO)/findings.csv --documents $(DEMO)/documents.csv || [ $$? = 2 ]
	@$(PROG) score -q corpus --top 10 --format text || [ $$? = 2 ]
	@echo && awk -f tools/by-format.awk $(DEMO)/documents.csv
	@echo "All tables are in $(DEMO)/."

# --- checks ---------------------------------------------------------------------------------------------
STAGES ?= unit golden cli rules proof fuzz damage fault
stages = $(if $(filter command,$(origin STAGES)),$(STAGES),$(1))
check: ## set up, build, run all tests; ends with "N passed, N failed"
	@CC='$(CC)' tools/setup.sh --if-missing build test
	+@$(SUBMAKE) $(PARALLEL) all
	+@$(SUBMAKE) check-run

check-run: all
	@rm -rf $(OUT)/check && mkdir -p $(OUT)/check
	+@for t in $(STAGES); do \
	    { $(SUBMAKE) check-$$t 2>&1; echo $$? >$(OUT)/check/$$t.status; } | tee $(OUT)/check/$$t.log; \
	done
	@tests/tally.sh $(OUT)/check

RUN_ENV = XUSHI='$(abspath $(PROG))'
check-unit: $(LIB) ## tests/unit and tests/prop
	+@MAKE='$(MAKE)' VARIANT=$(VARIANT) BUILD='$(BUILD)' tests/run-unit.sh $(UNIT_SRCS)

check-golden: $(PROG) ## tests/golden, or of them CASES="topic/case ..."
	@$(RUN_ENV) tests/golden/run.sh $(CASES)

check-cli: $(PROG) $(EXAMPLE) ## tests/cli
	@$(RUN_ENV) EXAMPLE='$(abspath $(EXAMPLE))' tests/cli/run.sh

check-rules: $(PROG) ## every rule's own examples
	@$(PROG) rules --test

PROOF_ENV = $(RUN_ENV) PROOF='$(abspath $(OUT)/proof)'
check-proof: $(PROG) $(PROOF_PROGS) ## planted truth and planted defects, and the pages made from the rules
	@$(PROOF_ENV) tests/proof/run.sh

proof: check-proof ## the same: prints the table of the kinds found and missed

proof-update: $(PROG) $(PROOF_PROGS) ## rewrite doc/proof.md, doc/rules.md and the rules in doc/xushi.1
	@$(PROOF_ENV) tests/proof/run.sh --update

check-fuzz: $(PROG) $(FUZZ_PROGS) ## hostile input: the kept inputs, cut and noisy documents, pattern bombs
	@$(RUN_ENV) FUZZ='$(abspath $(OUT)/fuzz)' tests/fuzz/run.sh

check-fault: $(PROG) $(FAULT_PROGS) ## the system fails: memory, writes, changing files, signals
	@$(RUN_ENV) FAULT='$(abspath $(OUT)/fault)' SAN=$(if $(findstring san,$(VARIANT)),yes,no) XS_STEP=$(if $(findstring san,$(VARIANT)),7,1) \
	    tests/fault/run.sh

CUTS ?= 50
FLIPS ?= 200
check-damage: $(PROG) $(DAMAGE_PROG) ## documents cut at CUTS places, a byte changed at FLIPS: DAMAGE_FILES="FILE..." or small ones of our own
	@$(RUN_ENV) DAMAGE='$(abspath $(DAMAGE_PROG))' CUTS=$(CUTS) FLIPS=$(FLIPS) tests/damage/run.sh $(DAMAGE_FILES)

FUZZ_SECONDS ?= 60
FUZZ_JOBS ?= 1
FUZZ_TARGETS ?= $(FUZZ_NAMES)
fuzz: ## every libFuzzer target (clang), or FUZZ_TARGETS="NAME...", FUZZ_SECONDS each, FUZZ_JOBS at once; what it finds is in build/fuzz/found
	+@$(SUBMAKE) $(PARALLEL) VARIANT=fuzz CC=clang fuzz-programs
	@FUZZ='$(abspath $(BUILD)/fuzz/fuzz)' FOUND='$(abspath $(BUILD)/fuzz/found)' FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_JOBS=$(FUZZ_JOBS) \
	    tests/fuzz/libfuzzer.sh $(FUZZ_TARGETS)

fuzz-programs: $(FUZZ_PROGS)

check-san: ## all tests with ASan and UBSan
	+@$(SUBMAKE) check VARIANT=san

check-tsan: ## all tests with TSan
	+@$(SUBMAKE) check VARIANT=tsan

# fontconfig, which the PDF reader brings along, keeps its configuration until the end
export LSAN_OPTIONS := suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect
check-valgrind: ## unit and golden tests under valgrind
	+@XS_WRAP='$(VALGRIND)' $(SUBMAKE) check VARIANT=debug STAGES='$(call stages,unit golden)'

golden-update: $(PROG) ## rewrite the golden files and show what changed
	@$(RUN_ENV) tests/golden/run.sh --update $(CASES)

lint: ## layers, banned calls, sizes, headers, format, clang-tidy, cppcheck, shellcheck
	@CC='$(CC)' XS_FLAGS="$(subst ",\",$(LANGUAGE) $(DEP_CFLAGS))" tests/lint/all.sh

format: ## lay out all C files
	@clang-format -i $(C_FILES)

format-check: ## complain about layout
	@clang-format --dry-run -Werror $(C_FILES)

COVER_MIN ?= 90
cover: ## line coverage of unit, golden and cli tests; below COVER_MIN (90) is an error
	@find $(BUILD)/cover -name '*.gcda' -delete 2>/dev/null || true
	+@$(SUBMAKE) check VARIANT=cover STAGES='$(call stages,unit golden cli)'
	@COVER_MIN=$(COVER_MIN) tests/cover.sh $(BUILD)/cover

# --- installation ------------------------------------------------------------------------------------------
D = $(DESTDIR)$(PREFIX)
PATTERNS = $(shell find patterns -type f ! -name '.*' 2>/dev/null)
install: all ## honours DESTDIR and PREFIX
	install -D -m 755 $(PROG) $(D)/bin/xushi
	install -D -m 644 $(LIB) $(D)/lib/libxushi.a
	install -D -m 644 include/xushi/xushi.h $(D)/include/xushi/xushi.h
	install -D -m 644 doc/xushi.1 $(D)/share/man/man1/xushi.1
	@for f in $(PATTERNS); do install -D -m 644 "$$f" "$(D)/share/xushi/$$f" || exit 1; done
	@mkdir -p $(D)/lib/pkgconfig
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' -e 's|@REQUIRES@|$(PC_LINK)|' \
	    -e 's|@LIBS@|-lcsv -ldl -pthread|' xushi.pc.in >$(D)/lib/pkgconfig/xushi.pc

uninstall: ## takes away what install put there
	rm -f $(D)/bin/xushi $(D)/lib/libxushi.a $(D)/include/xushi/xushi.h $(D)/share/man/man1/xushi.1 \
	    $(D)/lib/pkgconfig/xushi.pc
	rm -rf $(D)/share/xushi/patterns
	-@rmdir $(D)/share/xushi $(D)/include/xushi 2>/dev/null || true

TARBALL := $(BUILD)/xushi-$(VERSION).tar.gz
dist: ## source archive of HEAD with its checksum
	@mkdir -p $(BUILD)
	git archive --prefix=xushi-$(VERSION)/ HEAD | gzip -9n >$(TARBALL)
	cd $(BUILD) && sha256sum $(notdir $(TARBALL)) >$(notdir $(TARBALL)).sha256

distcheck: dist ## build, check, install and uninstall from the archive
	rm -rf $(BUILD)/distcheck && mkdir -p $(BUILD)/distcheck
	tar -xzf $(TARBALL) -C $(BUILD)/distcheck
	+$(SUBMAKE) -C $(BUILD)/distcheck/xushi-$(VERSION) BUILD=build PREFIX=/usr check
	+$(SUBMAKE) -C $(BUILD)/distcheck/xushi-$(VERSION) BUILD=build PREFIX=/usr DESTDIR='$(abspath $(BUILD)/distcheck/root)' install
	+$(SUBMAKE) -C $(BUILD)/distcheck/xushi-$(VERSION) BUILD=build PREFIX=/usr DESTDIR='$(abspath $(BUILD)/distcheck/root)' uninstall
	@left=$$(find $(BUILD)/distcheck/root -type f); [ -z "$$left" ] || { echo "uninstall leaves: $$left"; exit 1; }
	@echo "$(notdir $(TARBALL)) is good"

clean: ## remove all that was made
	rm -rf $(BUILD)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s%s\n", $$1, $$2 }' Makefile
	@echo 'Set: VARIANT=release|debug|san|tsan|cover STRICT=1 CC CFLAGS PREFIX DESTDIR WITH_<NAME>=no CASES="..."'
