$XUSHI score --formt csv x
