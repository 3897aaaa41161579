#!/bin/sh
# A PDF with a fault and no target in what could be read of it is no document without targets: they may be what is lost.
content='50 700 m 400 700 l S 50 670 m 400 670 l S 50 640 m 400 640 l S 50 700 m 50 640 l S 200 700 m 200 640 l S 400 700 m 400 640 l S
BT /F 12 Tf 60 680 Td (name) Tj ET BT /F 12 Tf 210 680 Td (value) Tj ET BT /F 12 Tf 60 650 Td (files) Tj ET'
pdf() # CONTENT
{
    printf '%%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n'
    printf '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n'
    printf '4 0 obj\n<</Length %s>>\nstream\n%s\nendstream\nendobj\n' "${#1}" "$1"
    printf '5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%%%EOF\n'
}
pdf "$content 1 2 nonsense" >a.pdf
$XUSHI score -q -o r.csv --documents d.csv --no-bom --lang en a.pdf || echo "status $?"
tail -n 1 d.csv | cut -d, -f1,2,5 | tr -d '\r'
