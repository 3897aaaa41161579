#!/bin/sh
# The documents that tools/corpus/make.py makes are those in the repository, byte for byte.
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
    echo "skipped: there is no Python 3" >&2
    cat "$ROOT/tests/cli/made.stdout"
    exit
fi
python3 "$ROOT/tools/corpus/make.py" "$PWD/made"
(cd made && find . -type f | LC_ALL=C sort) | while read -r f; do
    cmp "made/$f" "$ROOT/$f" && echo same
done | sort | uniq -c | sed 's/^ *//'
