#!/bin/sh
# A compound file with a broken header, or without the stream that its kind has: LibreOffice would read its bytes as a text.
whole="$ROOT/tests/fuzz/corpus/compound/doc.doc"
cp "$whole" header.doc
cp "$whole" stream.doc
# put FILE OFFSET: what comes in
put() { dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }
printf '\025' | put header.doc 32
printf 'X' | put stream.doc 1162
printf 'B\0o\0o\0k\0' | put stream.doc 4000
"$XUSHI" score header.doc stream.doc
