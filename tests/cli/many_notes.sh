#!/bin/sh
# More remarks of a reader than are listed: a number says how many more. A workbook of forty hidden sheets.
{
    echo '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
    <office:automatic-styles><style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
    <office:body><office:spreadsheet>'
    for i in $(seq 40); do
        echo "<table:table table:name='s$i' table:style-name='h'><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    done
    echo '<table:table table:name="t"><table:table-row><table:table-cell><text:p>目标</text:p></table:table-cell></table:table-row></table:table>
    </office:spreadsheet></office:body></office:document>'
} >a.fods
$XUSHI score -o r.csv --lang en a.fods 2>&1 | tail -n 3 || true
