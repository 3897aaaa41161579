#!/bin/sh
# LibreOffice ends well on what it cannot make sense of, and gives a document without text: that is told as damage.
mkdir bin
cat >bin/soffice <<END
#!/bin/sh
while [ "\$1" != --outdir ]; do shift; done
out=\$2
shift 2
for f in "\$@"; do
    echo "convert \$f"
    stem=\${f##*/}
    cp "$ROOT/tests/fuzz/corpus/docx/empty.docx" "\$out/\${stem%.*}.docx" || exit 1
done
END
chmod +x bin/soffice
printf '{\\rtf1 whole}' >whole.rtf
PATH="$PWD/bin:$PATH" "$XUSHI" score whole.rtf
