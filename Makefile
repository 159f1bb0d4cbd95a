# Targets: all check demo bench lint fuzz torture install deps deps-test clean
#
# SAN=address|undefined|thread builds into build-$(SAN)/ with that sanitizer.
# CC, CFLAGS, PREFIX, DESTDIR and PROGRAM_PREFIX are the caller's.

VERSION = 0.1.0
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
PROGRAM_PREFIX ?=

SAN ?=
B = build$(if $(SAN),-$(SAN))
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)

# -Wconversion and all the others named here hold for gcc and clang.
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes \
	-Wstrict-prototypes -Wvla $(WERROR)
# No -march and no contraction: the same figures on every machine.
STD = -std=c11 -ffp-contract=off -pthread
DEFS = -D_POSIX_C_SOURCE=200809L -DMINQING_VERSION='"$(VERSION)"' -Ilib

FILTERS = normalize segment tag aggregate
LIB_C := $(sort $(wildcard lib/*/*.c))
LIB_O = $(LIB_C:%.c=$B/%.o)
LIB = $B/libminqing.a
BIN = $(FILTERS:%=$B/bin/%)
UNIT_C := $(sort $(wildcard tests/unit/*.c))
UNIT = $(UNIT_C:tests/unit/%.c=$B/unit/%)
SHARE = $B/share/minqing

# Each filter links only what it names: a static library, --as-needed.
LDLIBS = -Wl,--as-needed -lyaml -lpcre2-8 -lutf8proc -lz -lm

all: $(BIN) $(SHARE)/rules

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

# The build tree has the shape of an installation: bin/ beside share/.
$(SHARE)/rules:
	@mkdir -p $(@D)
	ln -sfn $(CURDIR)/rules $@

unit: $(UNIT)

clean:
	rm -rf build build-address build-undefined build-thread

.SECONDARY:
.PHONY: all unit clean

-include $(shell find $B -name '*.d' 2>/dev/null)
