#!/bin/sh
# onelib.sh [TREE]: each external library enters through exactly one .c file. What is no header of C or
# POSIX counts as a library, known or not.
set -eu
cd "${1:-.}"
files=$(find src include -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)
# shellcheck disable=SC2086 # a list of names without blanks
LC_ALL=C awk '
BEGIN {
    n = split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal " \
        "stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads " \
        "time uchar wchar wctype dirent fcntl fnmatch ftw glob iconv langinfo libgen poll pthread pwd regex sched " \
        "semaphore spawn strings termios unistd wordexp immintrin emmintrin nmmintrin arm_neon", name, " ")
    for (i = 1; i <= n; i++) std[name[i] ".h"] = 1
}
function library(h)
{
    if (h in std || h ~ /^sys\//) return ""
    if (h ~ /^libxml\//) return "libxml2"
    if (h ~ /^(archive|archive_entry)\.h$/) return "libarchive"
    if (h ~ /^(poppler|glib|gio|gobject|cairo)/) return "poppler-glib"
    if (h ~ /^uchardet/) return "uchardet"
    if (h ~ /^(zip|zipconf)\.h$/) return "libzip"
    if (h ~ /^pcre2/) return "pcre2"
    return h
}
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    h = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*[<"]/, "", h)
    sub(/[>"].*/, "", h)
    if ($0 ~ /"/ && (h ~ /^(base|read|text|tree|rule|corpus|score|write|cli|xushi)\//)) next
    lib = library(h)
    if (lib == "" || h ~ /^xushi\//) next
    if (FILENAME !~ /\.c$/) { printf "%s:%d: %s is included by a header\n", FILENAME, FNR, lib; faults++ }
    else if ((lib in user) && user[lib] != FILENAME) {
        printf "%s:%d: %s is already included by %s\n", FILENAME, FNR, lib, user[lib]
        faults++
    } else user[lib] = FILENAME
}
END { if (faults) exit 1 }
' /dev/null $files || exit 1
echo "ok onelib"
