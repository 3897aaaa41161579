#!/bin/sh
$XUSHI explain no-such-rule
