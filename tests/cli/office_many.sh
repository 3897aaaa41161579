#!/bin/sh
# With a program in place of LibreOffice: more files than go into one call, on several threads, are each read; so is one in an archive.
mkdir bin tmp in
cat >bin/soffice <<EOF
#!/bin/sh
while [ "\$1" != --outdir ]; do shift; done
out=\$2
shift 2
echo \$# >>"$PWD/calls"
for f; do
    cp "$PWD/a.txt" "\$out/\$(basename "\$f" .rtf).docx"
    echo "convert \$f"
done
EOF
chmod +x bin/soffice
cp "$ROOT"/corpus/05_*.txt a.txt
for i in $(seq 10 59); do printf '{\\rtf1 %s}' "$i" >"in/$i.rtf"; done
tar cf in/z.tar -C in 10.rtf 11.rtf
for jobs in 1 3; do
    : >calls
    TMPDIR=$PWD/tmp PATH=$PWD/bin:$PATH $XUSHI score -q -j"$jobs" -o r.csv --documents d.csv --no-bom --lang en in || echo "status $?"
    cut -d, -f2,5,8 d.csv | tr -d '\r' | sort | uniq -c | sed 's/^ *//'
    awk '{ n += $1 } $1 > 24 { print "too many at once" } END { print n }' calls
    ls tmp
done
