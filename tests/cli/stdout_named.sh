#!/bin/sh
# /dev/stdout is standard output, also where that is a file with something in it, or one that was removed.
cp "$ROOT"/corpus/05_*.txt a.txt
{
    echo before
    $XUSHI score -q -o /dev/stdout a.txt
    echo after
} >f
sed 's/,.*//' f
exec 3>g
rm g
$XUSHI score -q -o /dev/fd/3 a.txt || echo "status $?"
ls
