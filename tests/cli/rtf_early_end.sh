#!/bin/sh
# Groups of an RTF that close too early: what stands behind the end is text that LibreOffice does not read.
printf '{\\rtf1 {a}}\\trowd b\\cell\\row}' >early.rtf
"$XUSHI" score early.rtf
