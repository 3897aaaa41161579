#!/bin/sh
test "$($XUSHI --version | head -n 1)" = "xushi $(cat "$ROOT/VERSION")"
$XUSHI --version | grep -q -E '^reads: text( |$)'
