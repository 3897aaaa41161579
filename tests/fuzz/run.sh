#!/bin/sh
# run.sh: hostile input without libFuzzer. FUZZ: folder of the targets with their driver. XUSHI: the program. XS_ALL=yes: cut and noise
# for every sample document, not for some. Ends with "fuzz: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 70
ROOT=$(pwd)
export XUSHI_PATTERNS="$ROOT/patterns" LC_ALL=C
export ASAN_OPTIONS=exitcode=99:detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# driver TARGET ARGS...
driver()
{
    target=$1
    shift
    timeout 300 "$FUZZ/fuzz_$target" "$@" >"$work/log" 2>&1
    status=$?
    sum=$(sed -n 's/^fuzz: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/log")
    if [ "$status" = 0 ] && [ -n "$sum" ]; then
        passed=$((passed + ${sum% *}))
    else
        tail -n 5 "$work/log"
        echo "FAILED fuzz_$target $*: status $status"
        failed=$((failed + 1))
    fi
}

# hostile NAME STATUS WORDS ARGS...: the program on a file of its own: exit status, and words of what it says
hostile()
{
    name=$1 want=$2 words=$3
    shift 3
    timeout 60 "$XUSHI" "$@" >"$work/out" 2>"$work/err"
    status=$?
    if [ "$status" != "$want" ]; then
        head -n 3 "$work/err"
        echo "FAILED $name: status $status, not $want"
        failed=$((failed + 1))
    elif [ -n "$words" ] && ! grep -q -- "$words" "$work/out" "$work/err"; then
        head -n 3 "$work/out" "$work/err"
        echo "FAILED $name: does not say '$words'"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
}

# rule ID PATTERN: a rule that asks for the pattern in a value
rule()
{
    printf "  - {id: %s, part: values, severity: note, weight: 0, on: indicator, when: {value: '%s'}, title: {zh: x, en: x}, " "$1" "$2"
    printf "message: {zh: x, en: x}, source: 88-c2, hit: [a1, a2], miss: [b, c]}\n"
}

head_row='一级指标	二级指标	三级指标	绩效指标描述	指标值	指标值确定依据'
cd "$work" || exit 70

# the kept inputs; those of the readers, which are quick, cut and with noise too
for kept in "$ROOT"/tests/fuzz/corpus/*; do
    target=${kept##*/}
    case $target in
        document | rules | value | csv) driver "$target" "$kept" ;;
        wire | page) driver "$target" --cut 10 --noise 20 "$kept" ;;
        *) driver "$target" --cut 50 --noise 200 "$kept" ;;
    esac
done
n=0
for f in "$ROOT"/corpus/*.txt; do
    n=$((n + 1))
    [ "${XS_ALL:-no}" = yes ] || [ $((n % 5)) = 1 ] || continue
    driver document --cut 200 --noise 1000 "$f"
done

# a text that ends inside a table is said
f=$(printf '%s\n' "$ROOT"/corpus/09_*.txt)
lines=$(wc -l <"$f")
for part in 30 50 70; do
    at=$(awk -v from=$((lines * part / 100)) 'NR > from && /≥/ { print NR; exit }' "$f")
    head -n "$at" "$f" | sed '$d' >cut.txt
    hostile "cut at line $at" 2 'read-cut' lint cut.txt
done

awk -v h="$head_row" 'BEGIN { print "项目名称\t甲项目"; printf "%s", h; for (i = 0; i < 100000; i++) printf "\t"; print ""
    printf "产出指标\t数量指标\t台数\t购置\t≥3台\t计划"; for (i = 0; i < 100000; i++) printf "\tx"; print "" }' >cells.txt
hostile 'a row of 100,000 cells' 0 '' lint cells.txt
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "\t\n"; }' >empty-cells.txt
hostile '100,000 empty cells' 0 '' lint empty-cells.txt
head -c 20000000 /dev/zero | tr '\0' 'a' >line.txt
hostile 'a line over the limit' 2 'limit' lint line.txt
head -c 3000000 /dev/zero | tr '\0' '(' >nested.txt
hostile 'three million brackets' 0 '' lint nested.txt
awk 'BEGIN { for (i = 0; i < 20000; i++) print "一、（一）1.(1)目标：目标：" }' >headings.txt
hostile '20,000 headings' 0 '' lint headings.txt
# the same again and again: what takes time or memory by the square of it comes to no end here
table() { printf '%s\n产出指标\t数量指标\t台数\t购置\t≥3台\t计划\n' "$head_row"; }
{ awk 'BEGIN { print "项目名称：甲项目\n绩效目标：1、购置设备；"; for (i = 2; i < 60000; i++) print i "、购置第" i "台设备；" }'; table; } >goal.txt
hostile 'a goal of 60,000 lines' 0 '' lint goal.txt
{ awk 'BEGIN { printf "项目名称\t甲项目\n绩效目标\t"; for (i = 0; i < 400000; i++) printf "建设道路%d公里，", i; print ""
    for (i = 0; i < 100000; i++) print "绩效目标\t目标" i }'; table; } >goals.txt
hostile '100,000 goals behind a long one' 0 '' lint goals.txt
{ awk 'BEGIN { print "项目名称\t甲项目\n资金支出计划（%）"; for (i = 0; i < 100000; i++) print "\t3月底\n\t25.00%\n" }'; table; } >plan.txt
hostile 'a plan of 100,000 shares' 0 '' lint plan.txt
{ printf '项目名称\t甲项目\n'; awk -v h="$head_row" 'BEGIN { n = split(h, c, "\t"); for (i = 1; i <= n; i++) print "\t" c[i]
    print "\n\t效益指标\n\t社会效益"; for (i = 0; i < 100000; i++) print "\t指标\n" }'; } >tails.txt
hostile '100,000 ends of a name of a level' 2 'ends inside a table' lint tails.txt
{ printf '项目名称 甲项目\n一级指标 二级指标 三级指标 指标值\n'; awk 'BEGIN { for (i = 0; i < 150000; i++) printf "产出指标 数量指标 台数%d ≥3台 ", i; print "" }'; } >pieces.txt
hostile 'a line of 600,000 pieces' 0 '' lint pieces.txt

printf '甲\0乙\n' >nul.txt
hostile 'a NUL byte' 2 '' lint nul.txt
head -c 100000 /dev/zero >zeros.txt
hostile 'nothing but NUL' 2 '' lint zeros.txt

# names that would turn the line round or hide: shown, not obeyed
printf '项目名称\t甲\342\200\256项\342\200\213目\n%s\n产出指标\t数量指标\t台数\t购置\t是\342\200\256否\t计划\n' "$head_row" >bidi.txt
hostile 'bidi and zero-width in a name' 0 'U+202E' lint bidi.txt
cp out lint.out
hostile 'the same in the ranking' 0 'U+202E' score --format text bidi.txt
cat lint.out >>out
if grep -q "$(printf '\342\200\256\|\342\200\213')" out err; then
    echo 'FAILED bidi and zero-width in a name: printed as they are'
    failed=$((failed + 1))
else
    passed=$((passed + 1))
fi

# pattern files
doc() { printf '项目名称\t甲项目\n%s\n产出指标\t数量指标\t台数\t购置\t%s\t计划\n' "$head_row" "$1"; }
mkdir bomb many deep wide
{ echo 'rules:'; rule bomb '^(a+)+[0-9]$'; } >bomb/a.yaml
doc aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab >bomb.txt
hostile 'a regex bomb is undecided and said' 0 'rule-limit' lint --patterns bomb bomb.txt
{ echo 'rules:'; i=0; while [ $i -lt 10000 ]; do rule "r$i" '^[ab][0-9]$' ; i=$((i + 1)); done; } >many/a.yaml
hostile '10,000 rules' 0 '' lint --patterns many bomb.txt
awk 'BEGIN { printf "rules: "; for (i = 0; i < 100000; i++) printf "["; for (i = 0; i < 100000; i++) printf "]"; print "" }' >deep/a.yaml
hostile 'a deep pattern file' 65 'a.yaml:' lint --patterns deep bomb.txt
awk 'BEGIN { print "lexicons:\n  unit.item: ["; for (i = 0; i < 300000; i++) print "w" i ","; print "]" }' >wide/a.yaml
hostile '300,000 words' 0 '' lint --patterns wide bomb.txt

echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ]
