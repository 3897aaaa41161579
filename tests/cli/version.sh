#!/bin/sh
test "$($XUSHI --version)" = "xushi $(cat "$ROOT/VERSION")"
