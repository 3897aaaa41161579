#!/bin/sh
$XUSHI score --formt csv x
