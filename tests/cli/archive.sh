#!/bin/sh
# Archives are taken apart: their files are documents, with the archive's name before theirs.
if $XUSHI --version | grep -q 'tar(libarchive)'; then
    cat "$ROOT/tests/cli/archive.stdout" # not in this build
    exit 2
fi
mkdir -p in/dir
cp "$ROOT"/corpus/05_*.txt in/b.txt
cp "$ROOT"/corpus/09_*.txt in/dir/a.txt
cp in/b.txt in/dir/copy.txt
echo x >in/dir/p.png
tar -C in -czf x.tar.gz b.txt dir
gzip -c in/dir/a.txt >y.txt.gz
tar -C . -cf z.tar x.tar.gz
head -c 3000 x.tar.gz >cut.tar.gz
for _ in 1 2 3 4 5; do
    tar -cf n.tar z.tar && mv n.tar z.tar
done
mv z.tar deep.tar
status=0
$XUSHI score -q --lang en -o r.csv --no-bom --documents d.csv x.tar.gz y.txt.gz cut.tar.gz deep.tar 2>err || status=$?
cut -d, -f1,5 d.csv | tr -d '\r'
cut -d: -f2-3 err
exit $status
