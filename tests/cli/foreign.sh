#!/bin/sh
# What nothing here reads is said to be what it is, never to lack a program; a whole compound file of no known kind too.
ole='\320\317\021\340\241\261\032\341'
utf16()
{
    printf %s "$1" | sed 's/./&\\000/g'
}
# put OFFSET BYTES: into d.ole
put()
{
    # shellcheck disable=SC2059 # octal bytes
    printf "$2" | dd of=d.ole bs=1 seek="$1" conv=notrunc 2>/dev/null
}
# shellcheck disable=SC2059 # octal bytes
{
    printf "$ole$(utf16 'PowerPoint Document')$(utf16 Workbook)" >a.ppt
    printf "$ole$(utf16 __properties_version1.0)" >b.msg
    printf "$ole\204\020\014\000\000\000\000\000\300\000\000\000\000\000\000\106" >c.msi
}
head -c 512 /dev/zero >d.ole # the header; its table of sectors; its list of parts, which has a root only
head -c 512 /dev/zero | tr '\0' '\377' >>d.ole
head -c 512 /dev/zero >>d.ole
put 0 "$ole"
put 28 '\376\377\011\000\006'
put 44 '\001\000\000\000\001'
put 57 '\020'
put 68 '\376\377\377\377'
put 512 '\375\377\377\377\376\377\377\377'
put 1090 '\005'
printf 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n<html></html>\r\n' >e.mht
$XUSHI score -o r.csv --lang en --no-bom --documents d.csv a.ppt b.msg c.msi d.ole e.mht || echo "$?"
cut -d, -f1,2,5,12- d.csv | tr -d '\r'
