#!/bin/sh
# What LibreOffice would convert is unread, with the names of its packages, where it is not installed.
cp "$ROOT"/corpus/05_*.txt a.txt
printf '{\\rtf1 text}' >b.rtf
PATH=/nowhere $XUSHI score -o r.csv a.txt b.rtf
