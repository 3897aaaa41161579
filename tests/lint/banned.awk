BEGIN {
    list("gets sprintf vsprintf strcpy strcat strncpy strtok sscanf atoi atol atoll atof rand alloca", never)
    list("strtod strtof strtold system popen setlocale localtime localtime_r abort exit _exit quick_exit", cli_only)
    list("malloc calloc realloc reallocarray aligned_alloc posix_memalign free strdup strndup", base_only)
}
function list(words, set,    part, i, n) { n = split(words, part, " "); for (i = 1; i <= n; i++) set[part[i]] = 1 }
function bad(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; faults++ }
# judge: word is called, or handed over as a function, when it is no member of a struct
function judge(word)
{
    if (word in never) bad(word "() is banned")
    else if ((word in cli_only) && FILENAME !~ /^src\/cli\//) bad(word "() is banned outside src/cli")
    else if ((word in base_only) && FILENAME !~ /^src\/base\//) bad(word "() is banned outside src/base")
}
FNR == 1 { in_comment = 0 }
{
    code = strip($0)
    if (code ~ /^[ \t]*#[ \t]*include/) next
    before = ""
    while (match(code, /[A-Za-z_][A-Za-z0-9_]*/)) {
        before = before substr(code, 1, RSTART - 1)
        word = substr(code, RSTART, RLENGTH)
        code = substr(code, RSTART + RLENGTH)
        called = code ~ /^[ \t]*\(/
        handed = before ~ /[=(,][ \t]*$/ && code ~ /^[ \t]*[,);]/
        if ((called || handed) && before !~ /(\.|->)[ \t]*$/) judge(word)
        before = before word
    }
}
END { if (faults) exit 1 }
