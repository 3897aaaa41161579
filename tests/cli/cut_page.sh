#!/bin/sh
# A page that was cut before its first table is damaged; it does not pass for one without targets.
printf '<html><head><title>x</title></head><body><p>2021</p><p>Part one' >page.html
"$XUSHI" score page.html
