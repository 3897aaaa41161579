#!/bin/sh
# Help names every option and every command once, with the short name and the argument of src/cli/opts.def; in Chinese
# each of these lines differs from the English one.
LC_ALL=C $XUSHI --help >en
LC_ALL=zh_CN.UTF-8 $XUSHI -h >zh
# --help wins over what else is wrong
LC_ALL=C $XUSHI score --top 3 --help | cmp - en
sed -n 's/^OPT(\([a-z_]*\),.*/--\1/p' "$ROOT/src/cli/opts.def" | tr _ - >options
test "$(wc -l <options)" -gt 20
while read -r option; do
    for page in en zh; do
        test "$(grep -c -- "^ .\{1,6\}${option}[ []" $page)" = 1 || echo "$page: $option"
    done
done <options
for command in score extract lint copies learn dump rules explain eval; do
    for page in en zh; do
        test "$(grep -c "^  xushi $command " $page)" = 1 || echo "$page: $command"
    done
done
sed -n 's/^OPT([a-z_]*, '"'"'\(.\)'"'"'.*/\1/p' "$ROOT/src/cli/opts.def" | while read -r short; do
    grep -q -- "^  -$short, --" en || echo "-$short"
done
grep '^  ' en >lines.en
if grep -xFf lines.en zh; then echo 'not translated'; fi
