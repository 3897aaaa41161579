#!/bin/sh
# What was understood of a document and what was not: every line is used, empty, furniture or left over; unknown headers, tables
# without rows and lines left over are named with their place.
for case in errors/unknown-header errors/no-rows errors/no-targets errors/ends-in-table errors/second-table-no-rows layout/unknown-header; do
    cp "$ROOT/tests/golden/$case.d/input.txt" "${case##*/}.txt"
done
$XUSHI dump -q --coverage ./*.txt || echo "$?"
cp "$ROOT"/tests/cli/place.html page.html
$XUSHI dump -q --coverage page.html || echo "$?"
