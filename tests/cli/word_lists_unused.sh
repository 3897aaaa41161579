#!/bin/sh
# A word list that nothing reads stops the run, as a misspelt key does, with its place and the name that may be meant. Lists that a rule
# names, also one that is switched off, that another list includes, and groups that are read whole count as read.
mkdir ours
run()
{
    cat >ours/a.yaml
    { $XUSHI rules --patterns ours >/dev/null || echo "$?" >&2; } 2>&1
}
run <<'END'
lexicons:
  field.value: [要做到]
  field.valeu: [要做到]
END
run <<'END'
lexicons:
  our.words: [要做到]
END
run <<'END'
lexicons:
  our.part: [要做到]
  our.words: {include: [our.part], words: [做到]}
  unit.ours: [箩]
rules:
  - id: our-rule
    on: indicator
    part: values
    severity: note
    weight: 0
    when: {value: '@our.words'}
    title: {zh: 甲, en: a}
    message: {zh: 甲, en: a}
    source: common-problems
    hit: [要做到, 做到]
    miss: [1次, 2次]
  - {id: our-rule, enabled: false}
END
