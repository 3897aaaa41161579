#!/bin/sh
# run.sh [--update] [TOPIC/CASE...]: one input, many outputs, each compared with a file that was read
# and found good.
#
# tests/golden/<topic>/<case>.d/
#     input or input.*     what is scored (a folder, a file, several files in order)
#     args, args.dump      options of `xushi score`, `xushi dump`; quoting as in the shell, optional
#     needs                formats without which the case is skipped: a build may lack them (xushi --version)
#     expected/            exit, tree (dump), stderr, <table>.csv, <table>.jsonl; what is there is compared
# <case>.b is a known bug: it must differ from expected/, which says how it ought to be.
# Tables: ranking projects indicators findings documents copies rule-stats.
# --update rewrites the files that are in expected/, shows the change, and gives a case without expected/
# its first: exit, tree and the tables but rule-stats. For another output, touch its file and update.
#
# XUSHI (build/xushi) is the program; XS_WRAP goes before it (valgrind).
# Ends with "golden: N passed, N failed".
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
XUSHI=${XUSHI:-build/xushi}
case $XUSHI in
/*) ;;
*) XUSHI=$root/$XUSHI ;;
esac
[ -x "$XUSHI" ] || { echo "there is no $XUSHI" && echo "golden: 0 passed, 1 failed" && exit 1; }
update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
cd "$root/tests/golden" || exit 70
scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
got=$scratch/got
passed=0 failed=0 written=0
unset XUSHI_PATTERNS
export LC_ALL=C ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99

formats=$("$XUSHI" --version | sed -n 's/^reads: //p')

# program ARGS...: the program under test, with a time limit
program()
{
    # shellcheck disable=SC2086 # a command with its options
    timeout 300 ${XS_WRAP-} "$XUSHI" "$@"
}

# words FILE: its text in one line, for eval
words()
{
    [ ! -f "$1" ] || tr '\n' ' ' <"$1"
}

# score_as SUFFIX INPUT...: all tables into $got; the status of the run is the status
score_as()
{
    suffix=$1
    shift
    eval "set -- $(words args) \"\$@\""
    program score --no-bom -o "$got/ranking.$suffix" --projects "$got/projects.$suffix" \
        --indicators "$got/indicators.$suffix" --findings "$got/findings.$suffix" --documents "$got/documents.$suffix" \
        --copies "$got/copies.$suffix" --rule-stats "$got/rule-stats.$suffix" "$@" >"$got/stdout" 2>"$got/stderr.$suffix"
}

# produce: run the case in the current directory, all outputs into $got; says what cannot be
produce()
{
    rm -rf "$got" && mkdir -p "$got"
    set --
    for f in input input.*; do
        [ ! -e "$f" ] || set -- "$@" "$f"
    done
    [ $# -gt 0 ] || { echo "no input" && return 1; }
    score_as csv "$@"
    echo $? >"$got/exit"
    mv "$got/stderr.csv" "$got/stderr"
    score_as jsonl "$@"
    status=$?
    eval "set -- $(words args.dump) \"\$@\""
    program dump "$@" >"$got/tree" 2>"$got/stderr.dump"
    dump_status=$?
    [ "$status" = "$(cat "$got/exit")" ] || { echo "status $(cat "$got/exit") with csv, $status with jsonl" && cat "$got/stderr.jsonl" && return 1; }
    case $dump_status in
    99 | 12[0-9] | 1[3-9][0-9] | 70) echo "dump ended with $dump_status" && cat "$got/stderr.dump" && return 1 ;;
    esac
}

# compare: status 0 if all of expected/ came out; else says what differs
compare()
{
    same=yes
    [ -d expected ] || { echo "no expected/ (make golden-update, then read what it wrote)" && return 1; }
    [ -f expected/exit ] || { echo "no expected/exit" && return 1; }
    for f in expected/*; do
        diff -u "$f" "$got/${f#expected/}" 2>&1 || same=no
    done
    [ "$same" = yes ] || [ ! -s "$got/stderr" ] || sed 's/^/stderr: /' "$got/stderr"
    [ "$same" = yes ]
}

# rewrite: take over the outputs
rewrite()
{
    if [ ! -d expected ]; then
        mkdir expected
        touch expected/exit expected/tree
        for t in ranking projects indicators findings documents copies; do
            [ ! -s "$got/$t.csv" ] || touch "expected/$t.csv"
        done
        # a table of copies without a row says nothing
        [ ! -f expected/copies.csv ] || [ "$(wc -l <"$got/copies.csv")" -gt 1 ] || rm expected/copies.csv
    fi
    for f in expected/*; do
        new=$got/${f#expected/}
        if [ ! -f "$new" ]; then
            echo "$1/$f: no such output any more, left as it is"
        elif ! diff -u "$f" "$new"; then
            cp "$new" "$f"
            written=$((written + 1))
        fi
    done
}

# lacking: the first format in needs that is not in this build
lacking()
{
    for format in $(words needs); do
        case " $formats " in
        *" $format "*) ;;
        *) echo "$format" && return ;;
        esac
    done
}

run_case()
{
    case=${1%/}
    cd "$root/tests/golden/$case" || exit 70
    lack=$(lacking)
    if [ -n "$lack" ]; then
        echo "skipped $case: $lack is not in this build"
        return
    fi
    if ! produce >"$scratch/complaint" 2>&1; then
        result=1
    elif [ "$update" = yes ] && [ "${case%.b}" = "$case" ]; then
        rewrite "$case"
        return
    else
        compare >"$scratch/complaint" 2>&1
        result=$?
    fi
    if [ "${case%.b}" != "$case" ]; then
        if [ "$result" = 0 ]; then
            echo "FAILED $case: the known bug is gone; rename it to .d"
            failed=$((failed + 1))
        else
            passed=$((passed + 1))
        fi
    elif [ "$result" = 0 ]; then
        passed=$((passed + 1))
    else
        head -n 60 "$scratch/complaint"
        echo "FAILED $case"
        failed=$((failed + 1))
    fi
}

[ $# -gt 0 ] || set -- */*.[db]
for c; do
    case $c in
    *.d | *.b | *.d/ | *.b/) ;;
    *) c=$c.d ;;
    esac
    if [ -d "$root/tests/golden/$c" ]; then
        run_case "$c"
    elif [ "$c" != '*/*.[db].d' ] && [ "$c" != '*/*.[db]' ]; then
        echo "FAILED $c: no such case"
        failed=$((failed + 1))
    fi
done
[ "$update" = no ] || echo "$written files written; read the changes above before you commit them"
echo "golden: $passed passed, $failed failed"
[ "$failed" = 0 ]
