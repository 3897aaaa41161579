#!/bin/sh
# all.sh: every check of the sources. Each says "ok NAME" or its complaints; a tool that is not installed
# is a SKIP. Ends with "lint: N passed, N failed".
# CC and XS_FLAGS (quoted for the shell) come from the Makefile.
set -u
cd "$(dirname "$0")/../.." || exit 70
flags=${XS_FLAGS:--std=c17 -D_POSIX_C_SOURCE=200809L -I include -I src}
jobs=$(nproc 2>/dev/null || echo 2)
passed=0 failed=0

# run NAME COMMAND...: counts; a quiet success is reported here
run()
{
    name=$1
    shift
    if out=$("$@" 2>&1); then
        passed=$((passed + 1))
        case $out in
        "ok "*) echo "$out" ;;
        *) echo "ok $name" ;;
        esac
    else
        failed=$((failed + 1))
        printf '%s\nFAILED %s\n' "$out" "$name"
    fi
}

# tool NAME COMMAND...: as run, if the program NAME is there
tool()
{
    if command -v "$1" >/dev/null 2>&1; then
        run "$@"
    else
        echo "SKIP $1: not installed"
    fi
}

c_files()
{
    find src include tests -name '*.[ch]' -not -path 'tests/golden/*' | LC_ALL=C sort
}

# the functions below are called through run and tool
# shellcheck disable=SC2317
format()
{
    c_files | xargs -r clang-format --dry-run -Werror
}

# shellcheck disable=SC2317
tidy()
{
    # libraries' headers are not ours to mend
    flags=$(printf '%s' "$flags" | sed 's, -I *\(/\), -isystem \1,g')
    find src -name '*.c' | LC_ALL=C sort |
        eval "xargs -r -I{} -P $jobs clang-tidy --quiet {} -- $flags"
}

# shellcheck disable=SC2317
static_check()
{
    eval "set -- $flags"
    for a; do
        shift
        case $a in
        -I/*) ;; # system headers only slow it down
        -D* | -I* | include | src) set -- "$@" "$a" ;;
        esac
    done
    cppcheck -q -j "$jobs" --std=c11 --enable=warning,performance,portability --error-exitcode=1 --inline-suppr \
        --suppress=missingIncludeSystem "$@" src
}

# shellcheck disable=SC2317
scripts()
{
    { find tools tests -name '*.sh' && ls .ci/run; } | LC_ALL=C sort | xargs shellcheck
}

for s in layers banned ascii size headers onelib options selftest; do
    run "$s" sh "tests/lint/$s.sh"
done
tool clang-format format
tool clang-tidy tidy
tool cppcheck static_check
tool shellcheck scripts

echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ]
