#!/bin/sh
# A page saved with its parts is no text: it is named as a format without a reader, never read as empty.
printf 'From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n<html><table><tr><td>x</td></tr></table></html>\r\n' >page.mht
"$XUSHI" score page.mht
