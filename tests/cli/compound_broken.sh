#!/bin/sh
# A compound file with a broken header, or without the stream that its kind has: LibreOffice would read its bytes as a text.
whole="$ROOT/tests/fuzz/corpus/compound/doc.doc"
# put FILE OFFSET BYTES: in a copy of the whole file
put() { cp "$whole" "$1" && printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }
put header.doc 32 '\025'
put stream.doc 1162 'X'
printf 'B\0o\0o\0k\0' | dd of=stream.doc bs=1 seek=4000 conv=notrunc 2>/dev/null
"$XUSHI" score header.doc stream.doc
