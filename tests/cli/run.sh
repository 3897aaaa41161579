#!/bin/sh
# run.sh [NAME...]: the program as a user meets it. tests/cli/NAME.sh runs (sh -eu) in a scratch directory
# of its own, with XUSHI the absolute path of the program and ROOT that of the repository.
# NAME.exit           status; without it 0 is wanted
# NAME.stdout         standard output, byte for byte;  NAME.stdout.glob, NAME.stderr.glob: see glob.awk
# NAME.stderr         standard error, byte for byte
# At least one of them must exist. XS_WRAP goes before the program (valgrind): XUSHI is then a script.
# Ends with "cli: N passed, N failed".
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
XUSHI=${XUSHI:-build/xushi}
case $XUSHI in
/*) ;;
*) XUSHI=$root/$XUSHI ;;
esac
[ -x "$XUSHI" ] || { echo "there is no $XUSHI" && echo "cli: 0 passed, 1 failed" && exit 1; }
ROOT=$root
here=$root/tests/cli
scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0
unset XUSHI_PATTERNS
export ROOT LC_ALL=C HOME="$scratch/home" ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 \
    TSAN_OPTIONS=exitcode=99
if [ -n "${XS_WRAP-}" ]; then
    printf '#!/bin/sh\nexec %s %s "$@"\n' "$XS_WRAP" "$XUSHI" >"$scratch/xushi"
    chmod +x "$scratch/xushi"
    XUSHI=$scratch/xushi
fi
export XUSHI
mkdir "$scratch/home"

# judge NAME STATUS: compare what is in $scratch with the files of the test
judge()
{
    same=yes
    compared=no
    want=0
    if [ -f "$here/$1.exit" ]; then
        want=$(cat "$here/$1.exit")
        compared=yes
    fi
    [ "$2" = "$want" ] || { echo "status $2, wanted $want" && same=no; }
    for stream in stdout stderr; do
        if [ -f "$here/$1.$stream" ]; then
            compared=yes
            diff -u "$here/$1.$stream" "$scratch/$stream" || same=no
        fi
        if [ -f "$here/$1.$stream.glob" ]; then
            compared=yes
            awk -f "$here/glob.awk" "$here/$1.$stream.glob" "$scratch/$stream" ||
                { diff -u "$here/$1.$stream.glob" "$scratch/$stream"; same=no; }
        fi
    done
    [ "$compared" = yes ] || { echo "nothing to compare with" && same=no; }
    [ "$same" = yes ] || [ ! -s "$scratch/stderr" ] || sed 's/^/stderr: /' "$scratch/stderr"
    [ "$same" = yes ]
}

if [ $# = 0 ]; then
    for f in "$here"/*.sh; do
        name=$(basename "$f" .sh)
        [ "$name" = run ] || set -- "$@" "$name"
    done
fi
for name; do
    mkdir "$scratch/work"
    (cd "$scratch/work" && timeout 300 sh -eu "$here/$name.sh" >"$scratch/stdout" 2>"$scratch/stderr" </dev/null)
    if judge "$name" $? >"$scratch/complaint" 2>&1; then
        passed=$((passed + 1))
    else
        head -n 60 "$scratch/complaint"
        echo "FAILED $name"
        failed=$((failed + 1))
    fi
    chmod -R u+rwX "$scratch/work" 2>/dev/null
    rm -rf "$scratch/work"
done
echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ]
