test "$($XUSHI --version)" = "xushi $(cat "$ROOT/VERSION")"
