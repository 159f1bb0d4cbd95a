# Targets: all check random oracle demo demo-data bench lint fuzz torture sanitize coverage install deps deps-test clean
#
# SAN=address|undefined|thread builds into build-$(SAN)/ with that sanitizer.
# ISAL=1 reads gzip by ISA-L (libisal-dev), into build-isal/.
# CC, CFLAGS, PREFIX, DESTDIR and PROGRAM_PREFIX are the caller's.

VERSION = 0.1.0
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
PROGRAM_PREFIX ?=

SAN ?=
ISAL ?=
B = build$(if $(SAN),-$(SAN))$(if $(ISAL),-isal)
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)

# -Wconversion and all the others named here hold for gcc and clang.
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes \
	-Wstrict-prototypes -Wvla $(WERROR)
# No -march and no contraction: the same figures on every machine.
STD = -std=c11 -ffp-contract=off -pthread
DEFS = -D_POSIX_C_SOURCE=200809L -DMINQING_VERSION='"$(VERSION)"' -Ilib \
	$(if $(SAN),-DNO_SANDBOX) $(if $(ISAL),-DUSE_ISAL)

FILTERS = normalize segment tag aggregate
LIB_C := $(sort $(wildcard lib/*/*.c))
LIB_O = $(LIB_C:%.c=$B/%.o) $B/tools/variants.o
LIB = $B/libminqing.a
BIN = $(FILTERS:%=$B/bin/%)
UNIT_C := $(filter-out $(if $(ISAL),,tests/unit/io_isal.c),$(sort $(wildcard tests/unit/*.c)))
UNIT = $(UNIT_C:tests/unit/%.c=$B/unit/%)
# Fuzz targets replay their seeds among the unit tests.
FUZZ = $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c)))
REPLAY = $(FUZZ:%=$B/unit/fuzz_%) $B/seeds
SHARE = $B/share/minqing
# Words come from jieba's dictionary and its model, by Debian's own Python.
JIEBA ?= /usr/lib/python3/dist-packages/jieba
PYTHON ?= /usr/bin/python3
WORDS = $(SHARE)/words.dict
# Simplified and traditional characters come from the dictionaries of OpenCC.
OPENCC ?= /usr/share/opencc
SCRIPTS = $(SHARE)/simplified.script $(SHARE)/traditional.script
COUNTY_C := $(sort $(wildcard tests/data/county/*.c))
COUNTY_O = $(COUNTY_C:%.c=$B/%.o)
# The interposer and a sanitizer's own malloc don't mix.
TORTURE = $(if $(SAN),,$B/torture/interpose.so)

# Each filter links only what it names: a static library, --as-needed.
LDLIBS = -Wl,--as-needed -lyaml -lpcre2-8 -lutf8proc -lgumbo -lmd4c -lz -llzma -lzstd -larchive -lnettle $(if $(ISAL),-lisal) -lm

all: $(BIN) $(SHARE)/rules $(WORDS) $(SCRIPTS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(SANFLAGS) $(DEFS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIB_O)
	@rm -f $@
	$(AR) rcs $@ $(LIB_O)

$B/bin/%: $B/filters/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(STD) $(SANFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

$B/unit/%: $B/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(STD) $(SANFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) -lcmocka $(LDLIBS)

$B/unit/fuzz_%: $B/tests/fuzz/%.o $B/tests/replay.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(STD) $(SANFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# The build tree has the shape of an installation: bin/ beside share/.
$(SHARE)/rules:
	@mkdir -p $(@D)
	ln -sfn $(CURDIR)/rules $@

$(WORDS): $B/tools/compile_words $B/tools/hmm.txt $(JIEBA)/dict.txt
	@mkdir -p $(@D)
	$B/tools/compile_words $(JIEBA)/dict.txt $B/tools/hmm.txt $@.part
	mv $@.part $@

$B/tools/hmm.txt: tools/hmm.py $(JIEBA)/dict.txt
	@mkdir -p $(@D)
	PYTHONPATH=$(JIEBA)/.. $(PYTHON) -B tools/hmm.py >$@.part
	mv $@.part $@

$(SHARE)/%.script: $B/tools/compile_script
	@mkdir -p $(@D)
	$B/tools/compile_script $(filter-out $<,$^) $@.part
	mv $@.part $@

$(SHARE)/simplified.script: $B/tools/TSPhrases.txt $B/tools/TSCharacters.txt
$(SHARE)/traditional.script: $B/tools/STPhrases.txt $B/tools/STCharacters.txt

$B/tools/%.txt: $(OPENCC)/%.ocd2
	@mkdir -p $(@D)
	opencc_dict -i $< -o $@.part -f ocd2 -t text
	mv $@.part $@

# Characters that fold: script takes for one, as C.
VARIANTS = TSCharacters STCharacters TWVariants HKVariants
$B/tools/variants.c: tools/variants.py $(VARIANTS:%=$B/tools/%.txt)
	$(PYTHON) -B $^ >$@.part
	mv $@.part $@

$B/tools/variants.o: $B/tools/variants.c
	$(CC) $(STD) $(WARN) $(SANFLAGS) $(DEFS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/tools/%.o: DEFS += -I.
$B/tools/compile_%: $B/tools/compile_%.o $B/tools/tool.o $(LIB)
	$(CC) $(STD) $(SANFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# Ours and jieba's own words, over the corpus and 1,000,000 strings: hours.
# Candidates for new words in 5 MB of it, counted by hand.
oracle: all
	tests/words.sh $B all
	tests/words.sh $B random 1000000
	tests/candidates.sh $B corpus

$B/seeds: tests/fuzz/seeds.sh $(wildcard tests/fuzz/seeds/*/*)
	rm -rf $@ $@.part
	tests/fuzz/seeds.sh $@.part
	mv $@.part $@

unit: $(UNIT) $(REPLAY)

# The random tests of tag at full length, over 100,000 cases each: minutes.
random: unit
	$B/unit/tag_random 11
	$B/unit/tag_regexes 30

# The county that doesn't exist: data for tests, demo and bench.
$B/county: $(COUNTY_O)
	$(CC) $(STD) $(SANFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(COUNTY_O) -lm

check: all unit demo-data $(TORTURE)
	tests/check.sh $B

torture: all $(TORTURE) $B/county
	tests/torture/run.sh $B
	tests/spill.sh $B/bin 1100000
	/usr/bin/python3 -B tests/torture/state.py $B 200
	/usr/bin/python3 -B tests/torture/crash.py $B 200
	/usr/bin/python3 -B tests/archives.py $B all
	tests/faults.sh $B

$B/torture/interpose.so: tests/torture/interpose.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARN) $(CPPFLAGS) $(CFLAGS) -shared -fPIC -o $@ $< -ldl

bench: all $B/county
	tests/bench/run.sh $B

demo: deps
	@$(MAKE) --no-print-directory -s all demo-data
	@tests/data/demo.sh $B

# The export of a hotline as it comes: GB18030, compressed; names of its areas.
demo-data: $B/data/hotline.csv.gz $B/data/areas.csv

$B/data/hotline.csv.gz: $B/county
	@mkdir -p $(@D)
	$B/county rows | iconv -f UTF-8 -t GB18030 | gzip -n >$@.part
	mv $@.part $@

$B/data/areas.csv: $B/county
	@mkdir -p $(@D)
	$B/county areas >$@.part
	mv $@.part $@

lint:
	mandoc -T lint -W warning man/*.[157]
	cppcheck --quiet --std=c11 --enable=warning,portability,performance \
	    --inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 \
	    -D_POSIX_C_SOURCE=200809L -DMINQING_VERSION='"$(VERSION)"' -Ilib -I. lib filters tools
	tests/layers.sh

# libFuzzer with ASan and UBSan, FUZZ_SECONDS for each target.
FUZZ_SECONDS ?= 20
fuzz:
	$(MAKE) B=build-fuzz CC=clang CFLAGS='-O1 -g' \
	    SANFLAGS='-fsanitize=fuzzer-no-link,address,undefined' build-fuzz/libminqing.a \
	    build-fuzz/share/minqing/words.dict \
	    build-fuzz/share/minqing/simplified.script \
	    build-fuzz/share/minqing/traditional.script
	tests/fuzz/seeds.sh build-fuzz/corpus
	@for t in $(FUZZ); do \
		echo "fuzz $$t" && \
		clang $(STD) $(DEFS) -g -fsanitize=fuzzer,address,undefined \
		    -o build-fuzz/$$t tests/fuzz/$$t.c build-fuzz/libminqing.a $(LDLIBS) && \
		build-fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -print_final_stats=0 \
		    -verbosity=0 build-fuzz/corpus/$$t || exit 1; \
	done

# What check runs of lib/, in lines and branches by room.
coverage:
	@mkdir -p build-coverage
	$(CC) $(STD) $(WARN) -O2 -c -o build-coverage/coverage.o tests/coverage.c
	$(MAKE) B=build-coverage CFLAGS='-O0 -g' SANFLAGS="--coverage -fprofile-update=atomic" \
	    LDFLAGS='-Wl,--wrap=_exit,--wrap=raise build-coverage/coverage.o' check
	tests/coverage.sh build-coverage

# All sanitizers and valgrind over the unit tests and the golden cases.
sanitize:
	$(MAKE) SAN=address check
	$(MAKE) SAN=undefined check
	$(MAKE) SAN=thread check
	$(MAKE) all unit
	tests/valgrind.sh $B

INSTALL_BIN = $(DESTDIR)$(PREFIX)/bin
INSTALL_SHARE = $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(INSTALL_BIN) $(INSTALL_SHARE)/minqing $(INSTALL_SHARE)/man/man1 \
	    $(INSTALL_SHARE)/man/man5 $(INSTALL_SHARE)/man/man7
	for f in $(FILTERS); do \
		install $B/bin/$$f $(INSTALL_BIN)/$(PROGRAM_PREFIX)$$f && \
		install -m 644 man/$$f.1 \
		    $(INSTALL_SHARE)/man/man1/$(PROGRAM_PREFIX)$$f.1 || exit 1; \
	done
	install -m 644 $(WORDS) $(SCRIPTS) $(INSTALL_SHARE)/minqing
	install -m 644 man/minqing-rules.5 $(INSTALL_SHARE)/man/man5
	install -m 644 man/minqing.7 $(INSTALL_SHARE)/man/man7
	for f in $$(find rules -type f); do \
		install -D -m 644 $$f $(INSTALL_SHARE)/minqing/$$f || exit 1; \
	done

# Installs what is missing, and only that; a second run takes no time.
deps:
	@.ci/deps build
deps-test: deps
	@.ci/deps test

clean:
	rm -rf build build-address build-undefined build-thread build-fuzz build-coverage

.SECONDARY:
.PHONY: all oracle random unit check torture bench demo demo-data lint fuzz sanitize coverage install deps deps-test clean

-include $(shell find $B -name '*.d' 2>/dev/null)
