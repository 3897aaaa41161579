#!/bin/sh
# With a program in place of LibreOffice: what it makes is read under the format of the source; a file on which it dies or from
# which it makes nothing is unread and the others of the call are tried again; Chinese in an RTF without a character set reaches
# it recoded; a file that is cut off never does; it gets a profile of its own, and nothing stays behind.
mkdir bin tmp in
cat >bin/soffice <<EOF
#!/bin/sh
case "\$*" in *"--headless --norestore --nolockcheck --convert-to docx --outdir "*) ;; *) exit 9 ;; esac
case \$1 in -env:UserInstallation=file://"\$HOME") ;; *) exit 9 ;; esac
grep -q DisableMacrosExecution "\$HOME/user/registrymodifications.xcu" || exit 9
while [ "\$1" != --outdir ]; do shift; done
out=\$2
shift 2
for f; do
    echo "\$(head -c 12 "\$f" | tail -c 7)" >>"$PWD/calls"
    grep -q dies "\$f" && exit 1
    grep -q 'u12289' "\$f" && echo recoded >>"$PWD/calls"
    made=\$(basename "\$f" .rtf).docx
    grep -q nothing "\$f" || cp "$PWD/a.txt" "\$out/\$made"
    echo "convert \$f -> \$made"
done
EOF
chmod +x bin/soffice
cp "$ROOT"/corpus/05_*.txt a.txt
printf '{\\rtf1 1-good}' >in/1.rtf
printf '{\\rtf1 2-dies}' >in/2.rtf
printf '{\\rtf1 3-noth nothing}' >in/3.rtf
printf '{\\rtf1 4-good again}' >in/4.rtf
printf '{\\rtf1 5-cut off' >in/5.rtf
printf "{\\\\rtf1 6-code \\\\'a1\\\\'a2\\\\'a1\\\\'a4\\\\'a1\\\\'a5\\\\'a1\\\\'a6\\\\'a1\\\\'a7\\\\'a1\\\\'a8\\\\'a1\\\\'a9\\\\'a1\\\\'aa\\\\'a1\\\\'ab\\\\'a1\\\\'ac\\\\'a1\\\\'ad\\\\'a1\\\\'ae}" >in/6.rtf
TMPDIR=$PWD/tmp PATH=$PWD/bin:$PATH $XUSHI score -q -j1 -o r.csv --documents d.csv --no-bom --lang en in || echo "status $?"
cut -d, -f1,2,5,8,12 d.csv | tr -d '\r'
cat calls
ls tmp
