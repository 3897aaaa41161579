#!/bin/sh
$XUSHI explain value-yes || true
$XUSHI explain no-such-rule
