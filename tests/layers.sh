#!/bin/sh
# layers.sh [TOP]: does every file include only what its layer may?  Each breach
# as file:line: reason; status 1 if there is one.

set -u
export LC_ALL=C
cd "${1:-$(dirname "$0")/..}" || exit 1

# No name in the house holds a space.
awk '
BEGIN {
	split("base 0 io 1 record 1 rules 1 text 2 frame 3 normalize 4 " \
	    "segment 4 tag 4 aggregate 4 run 5 filters 6 tools 6", w, " ")
	for (i = 1; i in w; i += 2)
		layer[w[i]] = w[i + 1]
	ENGINES = 4

	# A library is known in one room, and in no header of ours.
	split("yaml.h rules pcre2.h text utf8proc.h text zlib.h io " \
	    "lzma.h io isa-l/igzip_lib.h io zstd.h io zstd_errors.h io " \
	    "archive.h io archive_entry.h io " \
	    "gumbo.h text md4c.h text " \
	    "xxhash.h base nettle/hmac.h normalize iconv.h text " \
	    "linux/audit.h run linux/filter.h run linux/seccomp.h run", w, " ")
	for (i = 1; i in w; i += 2)
		home[w[i]] = w[i + 1]

	split("assert ctype dirent endian errno fcntl float getopt immintrin " \
	    "inttypes limits locale math poll pthread sched setjmp signal " \
	    "stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib " \
	    "stdnoreturn string strings sysexits time uchar unistd sys/file " \
	    "sys/ioctl sys/mman sys/prctl sys/resource sys/stat sys/syscall " \
	    "sys/time sys/types sys/uio sys/wait sanitizer/asan_interface", \
	    w, " ")
	for (i = 1; i in w; i++)
		system_header[w[i] ".h"] = 1
}

function breach(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why
	breaches++
}

function own_header(path,	other) {
	other = path
	sub(/\/.*/, "", other)
	if (!(other in layer))
		breach("\"" path "\" stands in no room")
	else if (other == room)
		return
	else if (room == "filters" && layer[other] == ENGINES) {
		if (FILENAME != "filters/" other ".c")
			breach("a filter has one engine, not " other)
	} else if (room == "run" && layer[other] == ENGINES)
		breach("run knows no engine, not " other)
	else if (layer[other] >= layer[room])
		breach(room " (layer " layer[room] ") must not include " \
		    other " (layer " layer[other] ")")
}

function foreign_header(path) {
	if (path in home) {
		if (home[path] != room)
			breach("<" path "> belongs to " home[path] " alone")
		else if (FILENAME ~ /\.h$/)
			breach("<" path "> in a header of ours")
	} else if (!(path in system_header))
		breach("<" path "> is a new library: say in layers.sh " \
		    "which room it belongs to")
	if (path == "stdio.h" && layer[room] == ENGINES)
		breach("an engine knows no <stdio.h>")
}

FNR == 1 {
	files++
	room = FILENAME
	sub(/^lib\//, "", room)
	sub(/\/.*/, "", room)
	if (!(room in layer)) {
		breach("the room " room " is in no layer")
		layer[room] = 0
	}
}

/^[ \t]*#[ \t]*include[ \t]/ {
	path = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", path)
	bracket = substr(path, 1, 1)
	path = substr(path, 2)
	sub(/[">].*/, "", path)
	if (bracket == "<")
		foreign_header(path)
	else
		own_header(path)
	next
}

# Only main() ends the process: run, the filters by returning, and tools.
room != "run" && room != "filters" && room != "tools" {
	code = $0
	sub(/^[ \t]*\*.*/, "", code)
	sub(/\/\*.*/, "", code)
	gsub(/"[^"]*"/, "", code)
	if (code ~ /(^|[^A-Za-z0-9])(exit|_exit|_Exit|quick_exit)[ \t]*\(/)
		breach(room " must not end the process")
}

END {
	if (files == 0)
		breach("no file was looked at")
	printf "layers: %d files, %d breaches\n", files, breaches
	exit (breaches > 0)
}' /dev/null $(find lib filters tools -name '*.[ch]' | sort)
