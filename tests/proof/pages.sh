#!/bin/sh
# pages.sh PROGRAM MEASURED: one page a rule, made from its entry (`xushi explain`), as Markdown. MEASURED: what
# tests/proof/measure printed (rule, label, hits, right, labelled).
# pages.sh PROGRAM --man PAGE: PAGE with one line a rule between its marks ".\" rules" and ".\" end of rules".
set -eu
program=$1 measured=$2

# rule ID SEVERITY SCOPE LABEL TITLE: an item of the manual
man_item()
{
    source=$("$program" explain "$1" | sed -n -e 's/^source-id: /source /p' -e 's/^verified:/, verified:/p' | tr -d '\n')
    [ "$4" = - ] || set -- "$1" "$2" "$3" ", label $4" "$5"
    printf '.It Cm %s\n\\&%s.\n%s, on %s%s; %s.\n' "$1" "$5" "$2" "$3" "${4#-}" "$source"
}

if [ "$measured" = --man ]; then
    sed '/^\.\\" rules$/q' "$3"
    "$program" rules --lang en | while IFS='	' read -r id label severity scope title; do
        man_item "$id" "$severity" "$scope" "$label" "$title"
    done
    sed -n '/^\.\\" end of rules$/,$p' "$3"
    exit
fi
cat <<'HEAD'
# The rules

One page a rule, made by `make proof-update` from the rule's entry in `patterns/rules/` as `xushi explain RULE` prints it; `make check` fails when
the two differ. Every `hit` must be hit and every `miss` must not (`xushi rules --test`). `when`: all of a map's conditions, any of several maps. `unless`:
exclusions. `note`: assumptions. `check`: the name of a structural check (`src/rule/`). A source that is not verified is not cited.

*Measured*: on the rows and projects of the seeds that three readers labelled (216 rows, 29 projects). Precision: of the rule's hits there, how many carry its
label. Recall: of all that carry the label, how many this rule hits; several rules may share a label.

HEAD
"$program" rules | while IFS='	' read -r id label _ _ title; do
    printf '## %s\n\n**%s**' "$id" "$title"
    "$program" explain --lang en "$id" | sed -n 's/^title: \(.*\)/ — \1/p'
    printf '\n'
    awk -F '\t' -v id="$id" -v label="$label" '
        $1 == id {
            printf "Measured: precision %d/%d, recall of `%s` %d/%d.\n\n", $4, $3, $2, $4, $5
            found = 1
        }
        END {
            if (!found) print label == "-" ? "Measured: no label, so there is nothing to compare with.\n" : "Measured: no hit on labelled rows.\n"
        }' "$measured"
    printf '```yaml\n'
    "$program" explain "$id" | sed -e '/^id: /d' -e '/^title: /d' -e 's|^file: .*/patterns/|file: patterns/|'
    printf '```\n\n'
done
