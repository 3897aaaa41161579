#!/bin/sh
# selftest.sh: a check that cannot fail is a defect. Each check of the sources, and each counter of the
# tests, gets a small tree that it must accept and bad ones that it must refuse.
set -eu
lint=$(cd "$(dirname "$0")" && pwd)
tests=$(dirname "$lint")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
faults=0
unset XS_FLAGS

# fresh: a small good tree in ./t
fresh()
{
    rm -rf t
    mkdir -p t/src/base t/src/read t/src/text t/src/cli t/include/xushi t/doc
    cat >t/include/xushi/xushi.h <<'EOT'
#ifndef XUSHI_H
#define XUSHI_H
int xs_main(void);
#endif
EOT
    cat >t/src/base/mem.h <<'EOT'
/* free() here is only talked about, strcpy(a, b) too */
#ifndef XS_MEM_H
#define XS_MEM_H
#include <stddef.h>
void *xs_mem_new(size_t n);
#endif
EOT
    printf '#ifndef XS_MAX_H\n#define XS_MAX_H\n#define XS_MAX 3\n#endif\n' >t/src/base/max.h
    cat >t/src/base/mem.c <<'EOT'
#include "base/mem.h"

#include <stdlib.h>

void *xs_mem_new(size_t n)
{
    return n > 0 ? malloc(n) : NULL; /* "quoted" sprintf(x) */
}
EOT
    cat >t/src/text/fold.c <<'EOT'
#include "base/mem.h"
#include "xushi/xushi.h"

#include <pcre2.h>

static const struct { int a, b; } table[] = { { 1, 2 }, { 3, 4 } };

__attribute__((unused)) static int sum(int a, int (*f)(int, int, int, int, int, int), int c)
{
    const char *s = "system(\"{\") if for while";
    return a + c + (s == NULL) + (f == NULL) + table[0].a + (int)'{';
}
EOT
    cat >t/src/cli/opts.def <<'EOT'
OPT(jobs, 'j', "N", "1", "parse N documents at once")
OPT(files_from, 0, "F", "", "read paths")
EOT
    printf '.TP\n\\fB\\-\\-jobs\\fR N\n.TP\n\\-\\-files\\-from F\n' >t/doc/xushi.1
}

# accepts NAME: the good tree passes
accepts()
{
    fresh
    out=$("$lint/$1.sh" t 2>&1) || { echo "$1.sh refuses a good tree: $out" && faults=1; }
}

# refuses NAME WHY: the tree as it stands does not pass, and something is said
refuses()
{
    if out=$("$lint/$1.sh" t 2>&1); then
        echo "$1.sh accepts $2"
        faults=1
    elif [ -z "$out" ]; then
        echo "$1.sh refuses $2, but does not say why"
        faults=1
    fi
    fresh
}

# line FILE TEXT: add a line to a file of the tree
line()
{
    printf '%s\n' "$2" >>"t/$1"
}

# repeat N TEXT
repeat()
{
    awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; i < n; i++) print s }'
}

accepts layers
line src/base/mem.c '#include "text/fold.h"' && refuses layers 'base including text'
line src/text/fold.c '#include "cli/opts.def"' && refuses layers 'text including cli'
line src/text/fold.c '#include "fold.h"' && refuses layers 'an include without its layer'
line src/text/fold.c '#include "../base/mem.h"' && refuses layers 'a path with ..'
line src/text/fold.c '#include <base/mem.h>' && refuses layers 'an own header in angle brackets'
line include/xushi/xushi.h '#include "base/mem.h"' && refuses layers 'a public header including base'
mkdir t/src/misc && line src/misc/a.c '' && refuses layers 'a folder that is no layer'

accepts banned
line src/base/mem.c 'int f(char *a) { return sprintf (a, "x"); }' && refuses banned sprintf
line src/cli/a.c 'int f(char *a) { return atoi(a); }' && refuses banned 'atoi in cli'
line src/text/fold.c 'void f(void) { exit(1); }' && refuses banned 'exit outside cli'
line src/text/fold.c 'void f(void *p) { free(p); }' && refuses banned 'free outside base'
line src/text/fold.c 'void f(void *p) { each(p, free); }' && refuses banned 'free handed over outside base'
line src/text/fold.c '/* c */ void *f(void) { return /* d */ malloc(3); }' && refuses banned 'malloc between comments'
line src/cli/a.c 'void f(struct s *p) { p->free(p); exit(1); }'
"$lint/banned.sh" t >/dev/null || { echo 'banned.sh refuses exit in cli or a member named free' && faults=1; }

accepts ascii
line src/base/mem.c "/* $(printf '\344\270\255') */" && refuses ascii 'Chinese in a comment'
line include/xushi/xushi.h "/* $(printf '\377') */" && refuses ascii 'a stray byte'

accepts size
repeat 801 '' >>t/src/base/mem.c && refuses size 'a file of more than 800 lines'
{ echo 'int f(void)' && echo '{' && repeat 78 '' && echo '}'; } >>t/src/base/mem.c && refuses size 'a function of 81 lines'
line src/base/mem.c 'int f(int a, int b, int c, int d, int e, int g) { return 1; }' && refuses size 'six parameters'
line src/base/mem.c 'XS_CHECK int f(int a, int (*b)(int), int c, int d, int e, int g) { return 1; }' && refuses size 'six, one a function'
{ echo 'int f(int a) {' && repeat 15 'if (a) { a++; }' && echo '}'; } >>t/src/base/mem.c && refuses size 'complexity 16'
{ echo 'int f(int a) { switch (a) {' && repeat 8 'case 1: return a && a;' && echo '} }'; } >>t/src/base/mem.c && refuses size 'complexity 17'
line src/base/mem.c 'int f(void) { ' && refuses size 'braces that do not pair'
{ echo 'int f(int a) {' && repeat 14 'if (a) { a++; }' && echo '}' &&
    echo 'int g(void)' && echo '{' && repeat 77 '' && echo '}'; } >>t/src/base/mem.c
"$lint/size.sh" t >/dev/null || { echo 'size.sh refuses what is just small enough' && faults=1; }

accepts headers
printf '#ifndef A_H\n#define A_H\nsize_t f(void);\n#endif\n' >t/src/base/a.h && refuses headers 'a header that needs another'
printf 'int f(void);\n' >t/src/base/a.h && refuses headers 'a header without guard'
printf '#ifndef A_H\n#define B_H\nint f(void);\n#endif\n' >t/src/base/a.h && refuses headers 'a guard that does not guard'
printf '#ifndef XS_MEM_H\n#define XS_MEM_H\nint f(void);\n#endif\n' >t/src/base/a.h && refuses headers 'the guard of another header'
line src/text/mem.c 'int x;' && refuses headers 'two files of one name'

accepts onelib
line src/base/mem.c '#include <pcre2.h>' && refuses onelib 'pcre2 in two files'
line src/base/mem.h '#include <yaml.h>' && refuses onelib 'a library in a header'
line src/base/mem.c '#include <archive.h>' && line src/text/fold.c '#include <archive_entry.h>' && refuses onelib 'libarchive in two files'
line src/base/mem.c '#include <curl/curl.h>' && line src/text/fold.c '#include "curl/curl.h"' && refuses onelib 'an unknown library in two files'

accepts options
line src/cli/opts.def 'OPT(job, 0, "N", "1", "half a name")' && refuses options 'an option that only begins one of the manual'
rm t/doc/xushi.1 && refuses options 'no manual'
: >t/src/cli/opts.def && refuses options 'an empty list'

# expect STATUS TEXT COMMAND...: status and last line
expect()
{
    want="$1 $2"
    shift 2
    if out=$("$@" 2>&1); then status=0; else status=$?; fi
    last=$(printf '%s\n' "$out" | tail -n 1)
    [ "$status $last" = "$want" ] || { echo "$*: \"$status $last\", wanted \"$want\"" && faults=1; }
}

mkdir tally
stage() { printf '%s\n' "$2" >"tally/$1.log" && echo "$3" >"tally/$1.status"; }
stage a 'a: 3 passed, 0 failed' 0
stage b '7 passed, 0 failed' 0
expect 0 '10 passed, 0 failed' "$tests/tally.sh" tally
stage b '7 passed, 2 failed' 1
expect 1 '10 passed, 2 failed' "$tests/tally.sh" tally
stage b '7 passed, 0 failed' 1
expect 1 '10 passed, 1 failed' "$tests/tally.sh" tally
stage b 'Segmentation fault' 139
expect 1 '3 passed, 1 failed' "$tests/tally.sh" tally
rm tally/b.* tally/a.*
expect 1 '0 passed, 1 failed' "$tests/tally.sh" tally

cat >good <<'EOT'
rows: want 273, got 273, missing 0, invented or doubled 0
cells right (text, names, lines): 2184/2184 = 1.0000
project fields right: 360/360 = 1.0000, projects 36
verdict: exact 200/216 = 0.926, mean error 0.080
hollow (verdict 2 or 3): precision 0.960 recall 0.950 F1 0.955
labels, pooled: precision 0.900 recall 0.900 F1 0.900
  no-unit                  found   10 wrong    3 missed    1  F1 0.833
  seldom                   found    1 wrong    3 missed    1  F1 0.333
projects: 29/29 ranked, Spearman 0.950, within documents, open projects only 0.800, mean distance of open projects 6.1
project labels, pooled: precision 0.900 recall 0.800 F1 0.847
EOT
accept() { sed "$1" good | "$tests/accept.sh"; }
expect 0 'accept: 11 passed, 0 failed' accept ''
expect 1 'accept: 10 passed, 1 failed' accept 's/doubled 0/doubled 1/'
expect 1 'accept: 10 passed, 1 failed' accept 's/2184 = /2190 = /'
expect 1 'accept: 10 passed, 1 failed' accept 's/360\/360/359\/360/'
expect 1 'accept: 10 passed, 1 failed' accept 's/ = 0.926/ = 0.899/'
expect 1 'accept: 10 passed, 1 failed' accept 's/F1 0.955/F1 0.949/'
expect 1 'accept: 10 passed, 1 failed' accept 's/F1 0.833/F1 0.749/'
expect 1 'accept: 10 passed, 1 failed' accept 's/Spearman 0.950/Spearman nan/'
expect 1 'accept: 10 passed, 1 failed' accept 's/only 0.800/only -0.80/'
expect 1 'accept: 10 passed, 1 failed' accept 's/projects 6.1/projects 8.1/'
expect 1 'accept: 10 passed, 1 failed' accept '/^project labels/d'
expect 1 'accept: 0 passed, 10 failed' accept d

# glob PATTERN TEXT: status of the line matcher
glob() { printf '%b' "$1" >p && printf '%b' "$2" >x && awk -f "$tests/cli/glob.awk" p x; }
expect 0 '' glob 'a*c\n...\nz[1]\n' 'abbc\n1\n2\nz[1]\n'
expect 0 '' glob '...\n' ''
expect 0 '' glob 'a\n...\n' 'a\n'
expect 0 '' glob '' ''
expect 1 '' glob 'a\n' ''
expect 1 '' glob 'a\n' 'a\nb\n'
expect 1 '' glob 'a\nb\n' 'a\n'
expect 1 '' glob 'z[1]\n' 'z1\n'
expect 1 '' glob '...\nb\n' 'b\na\n'
expect 1 '' glob 'a?c\n' 'ac\n'

[ "$faults" = 0 ] || exit 1
echo "ok selftest"
