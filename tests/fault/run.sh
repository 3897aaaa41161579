#!/bin/sh
# run.sh: the system fails: memory, writes, the disk, files that change or vanish while they are read, signals. Exit status,
# message, old outputs whole, nothing left behind. FAULT: folder of torture and preload.so. XUSHI: the program. XS_STEP: only every
# n-th allocation (1). SAN=yes: built with a sanitizer, which no other library may be loaded before.
# Ends with "fault: N passed, N failed".
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
export XUSHI_PATTERNS="$ROOT/patterns" LC_ALL=C
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99
STEP=${XS_STEP:-1} SAN=${SAN:-no}
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 70
passed=0 failed=0
set -- "$ROOT"/corpus/14_*.txt
cp "$1" a.txt
set -- "$ROOT"/corpus/05_*.txt
cp "$1" b.txt

# ok NAME CONDITION...: one test
ok()
{
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAILED $name"
        failed=$((failed + 1))
    fi
}

# old_tables: three tables of an earlier run; whole: they still are those, and nothing stands beside them
old_tables()
{
    for f in r i f; do echo old >"$f.csv"; done
}
holds_old()
{
    for f in r i f; do [ "$(cat "$f.csv")" = old ] || return 1; done
}
whole()
{
    holds_old && [ "$(ls -I many)" = "$(printf '%s\n' a.txt b.txt err f.csv i.csv r.csv)" ]
}

# run SETTING...: score with these settings of preload.so; status in $status
run()
{
    env LD_PRELOAD="$FAULT/preload.so" "$@" timeout 60 "$XUSHI" score -j1 -o r.csv --indicators i.csv --findings f.csv \
        a.txt b.txt 2>err
    status=$?
}

# says WORDS: the run said something of this kind
says()
{
    grep -q "$1" err
}

memory()
{
    mkdir tt
    cp a.txt tt/
    for f in r i f; do echo old >tt/$f.csv; done
    "$FAULT/torture" --step "$STEP" tt score -j1 -o r.csv --indicators i.csv --findings f.csv a.txt >log
    tail -n 3 log
    sum=$(sed -n 's/^torture: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' log)
    [ -n "$sum" ] || sum='0 1'
    passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
    rm -rf tt log
}

# every n until a run needs fewer writes than that
writes()
{
    n=1
    while [ "$n" -le 200 ]; do
        old_tables
        run FAIL_WRITE="$n"
        [ "$status" != 0 ] || break
        ok "write $n fails: status $status" [ "$status" = 74 ]
        ok "write $n fails: message" says 'could not be written'
        ok "write $n fails: old tables" whole
        n=$((n + 1))
    done
    ok 'the last write was reached' [ "$n" -gt 1 ]
    run FAIL_SYNC=1
    ok "rename fails: status $status" [ "$status" = 74 ]
    old_tables
    run FAIL_NOTHING=1
    cat r.csv i.csv f.csv >whole.txt
    old_tables
    run FAIL_SHORT=1
    ok "short writes: status $status" [ "$status" = 0 ]
    cat r.csv i.csv f.csv | cmp -s - whole.txt
    ok 'short writes: the same tables' [ $? = 0 ]
    rm -f whole.txt
}

# the libraries get no memory: now and then, since they ask often
libraries()
{
    n=1
    while [ "$n" -lt 400000 ]; do
        old_tables
        run FAIL_MALLOC="$n"
        case $status in
        0) ;;
        2) ok "malloc $n fails: message" [ -s err ] ;;
        70) ok "malloc $n fails: old tables, message" whole && ok "malloc $n: message" [ -s err ] ;;
        *) ok "malloc $n fails: status $status: $(head -n 1 err)" false ;;
        esac
        n=$((n + n / 3 + 1))
    done
}

# the run files of the comparison cannot be written, from the n-th write on
run_files()
{
    mkdir many tmp
    for i in 1 2 3 4 5 6 7 8 9; do
        for f in "$ROOT"/corpus/0[1-5]*.txt; do sed "s/20[0-9][0-9]/201$i/g" "$f" >"many/$i${f##*/}"; done
    done
    n=1
    while [ "$n" -le 20000 ]; do
        old_tables
        env LD_PRELOAD="$FAULT/preload.so" FAIL_WRITE="$n" timeout 60 "$XUSHI" score -q --memory 1 --tmp tmp -o r.csv \
            --indicators i.csv --findings f.csv many 2>err
        status=$?
        [ "$status" != 0 ] || break
        ok "write $n of a run with run files fails: status $status" [ "$status" = 74 ]
        ok "write $n of a run with run files fails: message" says 'could not be written'
        ok "write $n of a run with run files fails: old tables, no run files" whole_and_clean
        n=$((n + n / 2 + 1))
    done
    ok 'more writes than without run files' [ "$n" -gt 10 ]
    rm -rf many tmp
}
whole_and_clean()
{
    holds_old && [ -z "$(ls -A tmp)" ]
}

files()
{
    cp a.txt c.txt
    old_tables
    env LD_PRELOAD="$FAULT/preload.so" FAIL_GROW=c.txt timeout 60 "$XUSHI" score -q -o r.csv c.txt 2>err
    ok "a file that grows: status $?" [ $? = 0 ]
    cp a.txt c.txt
    env LD_PRELOAD="$FAULT/preload.so" FAIL_SHRINK=c.txt timeout 60 "$XUSHI" score -q -o r.csv c.txt 2>err
    status=$?
    ok "a file that shrinks: status $status" [ "$status" -le 2 ]
    [ "$status" = 0 ] || ok "a file that shrinks: message" [ -s err ]
    rm -f c.txt
}

# the second file goes while the program waits for the first
vanishes()
{
    cp a.txt c.txt
    mkfifo pipe
    old_tables
    timeout 60 "$XUSHI" score -j1 -o r.csv pipe c.txt 2>err &
    child=$!
    exec 3>pipe
    rm c.txt
    cat b.txt >&3
    exec 3>&-
    wait $child
    status=$?
    rm -f pipe
    ok "a file that vanishes: status $status" [ "$status" = 2 ]
    ok 'a file that vanishes: message' says 'c.txt: no such file'
    ok 'a file that vanishes: the other one is there' grep -q 'b.txt\|pipe' r.csv
}

# pile FOLDER: a thousand documents, each another text, or it would not be worked on
pile()
{
    mkdir "$1"
    for i in $(seq 120); do
        for f in "$ROOT"/corpus/0*.txt; do { cat "$f" && echo "$i"; } >"$1/$i${f##*/}"; done
    done
}

signals()
{
    pile many
    for ms in 010 020 030 050 080 120 200 400; do
        old_tables
        "$XUSHI" score -q -j2 -o r.csv --indicators i.csv --findings f.csv many 2>err &
        child=$!
        sleep 0.$ms
        kill -TERM $child 2>kill.err
        wait $child
        status=$?
        rm -f kill.err
        case $status in
        130) ok "SIGTERM after $ms ms: old tables" whole ;;
        0) ok "SIGTERM after $ms ms: too late, all new" [ "$(head -n 1 r.csv)" != old ] ;;
        143) ok "SIGTERM after $ms ms: before it was watched, old tables" [ "$(cat r.csv)" = old ] ;;
        *) ok "SIGTERM after $ms ms: status $status" false ;;
        esac
    done
    rm -rf many
}

# killed NAME INPUT...: SIGKILL while the inputs are worked on, as soon as something lies in TMPDIR or, without a name, is open;
# what was put there is gone soon after, and nothing of ours still runs
killed()
{
    what=$1
    shift
    mkdir kt
    old_tables
    TMPDIR=$work/kt "$XUSHI" score -q -j1 -o r.csv --indicators i.csv --findings f.csv "$@" 2>err &
    child=$!
    for _ in $(seq 200); do
        { [ -z "$(ls kt)" ] && [ -z "$(find "/proc/$child/fd" -lname "$work/kt/*" 2>kill.err)" ]; } || break
        sleep 0.01
    done
    sleep "$wait"
    kill -KILL $child 2>kill.err
    wait $child 2>kill.err
    status=$?
    ok "SIGKILL, $what: status $status" [ "$status" = 137 ]
    for _ in $(seq 100); do
        [ -n "$(ls kt)" ] || [ -n "$(at_work)" ] || break
        sleep 0.1
    done
    ok "SIGKILL, $what: leaves $(ls kt)" [ -z "$(ls kt)" ]
    ok "SIGKILL, $what: still running: $(at_work)" [ -z "$(at_work)" ]
    rm -rf kt kill.err
    ok "SIGKILL, $what: old tables" [ "$(cat r.csv i.csv f.csv | sort -u)" = old ]
    rm -f ./*.csv.* ./.*.csv.*
}

# at_work: processes that name our TMPDIR
at_work()
{
    grep -lsF "$work/kt" /proc/[0-9]*/cmdline
}

kills()
{
    wait=0.05
    if "$XUSHI" --version | grep -q '^reads:.* tar'; then
        pile k
        tar -czf k.tgz k
        killed 'an archive' k.tgz
        rm -rf k k.tgz
    else
        echo 'SIGKILL, an archive: skipped, not in this build'
    fi
    if command -v soffice >/dev/null 2>&1; then
        { printf '{\\rtf1 ' && seq 200000 | sed 's/$/ \\par/' && printf '}'; } >k.rtf
        wait=1.5
        killed LibreOffice k.rtf
        rm -f k.rtf
    else
        echo 'SIGKILL, LibreOffice: skipped, not installed'
    fi
}

memory
if [ "$SAN" = no ]; then
    writes
    run_files
    libraries
    files
fi
vanishes
signals
kills
echo "fault: $passed passed, $failed failed"
[ "$failed" = 0 ]
