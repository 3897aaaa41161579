# Finds function definitions by their braces: text at depth 0 that has a parameter list and no "=",
# followed by "{". Preprocessor lines are not looked at.
function bad(line, text) { printf "%s:%d: %s\n", file, line, text; faults++ }

# split_head: sets fn_name and fn_params from the text before a brace; returns 0 if it is no function.
# The list is the first one whose word before is no attribute and no macro in capitals.
function split_head(text,    i, c, depth, word, commas, inner)
{
    depth = 0
    word = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (depth == 0 && c == "=") return 0
        if (c == "(") {
            if (depth++ == 0) { commas = 0; inner = "" }
        } else if (c == ")") {
            if (--depth == 0 && word != "" && word !~ /^(__attribute__|[A-Z_0-9]+)$/) {
                gsub(/[ \t\n]/, "", inner)
                fn_name = word
                fn_params = (inner == "" || inner == "void") ? 0 : commas + 1
                return 1
            }
            if (depth == 0) word = ""
        } else if (depth == 0) {
            if (c ~ /[A-Za-z0-9_]/) word = (fresh ? "" : word) c
            fresh = c !~ /[A-Za-z0-9_]/
        } else {
            if (depth == 1 && c == ",") commas++
            inner = inner c
        }
    }
    return 0
}

function close_function(    lines)
{
    lines = FNR - fn_line + 1
    if (lines > max_lines) bad(fn_line, fn_name "(): " lines " lines, at most " max_lines)
    if (fn_params > max_params) bad(fn_line, fn_name "(): " fn_params " parameters, at most " max_params)
    if (branches + 1 > max_complexity) bad(fn_line, fn_name "(): complexity " branches + 1 ", at most " max_complexity)
    in_function = 0
}

function open_brace()
{
    if (depth == 0 && head ~ /^[ \t]*extern[ \t]*""[ \t]*$/) { head = ""; return }
    if (depth++ == 0 && split_head(head)) {
        in_function = 1
        fn_line = head_line
        branches = 0
    }
}

function close_brace()
{
    if (depth == 0) { head = ""; return }
    if (--depth == 0) {
        if (in_function) close_function()
        head = ""
    }
}

function end_file()
{
    if (file == "") return
    if (file_lines > max_file) bad(max_file + 1, file_lines " lines, at most " max_file)
    if (depth != 0) bad(file_lines, "braces do not pair: size.sh cannot read this file")
}

FNR == 1 {
    end_file()
    file = FILENAME
    in_comment = depth = in_function = continued = 0
    head = ""
}
{
    file_lines = FNR
    code = strip($0)
    if (continued || code ~ /^[ \t]*#/) {
        continued = code ~ /\\$/
        next
    }
    n = length(code)
    before = ""
    for (i = 1; i <= n; i++) {
        c = substr(code, i, 1)
        if (c == "{") open_brace()
        else if (c == "}") close_brace()
        else if (depth == 0) {
            if (c == ";") head = ""
            else {
                if (head ~ /^[ \t\n]*$/ && c !~ /[ \t]/) { head = ""; head_line = FNR }
                head = head c
            }
        }
        if (in_function && c == "?") branches++
        else if (in_function && (substr(code, i, 2) == "&&" || substr(code, i, 2) == "||")) { branches++; i++ }
        else if (in_function && substr(code, i) ~ /^(if|for|while|case)[^A-Za-z0-9_]/ &&
                 before !~ /[A-Za-z0-9_]/) branches++
        before = c
    }
    if (depth == 0) head = head "\n"
}
END {
    end_file()
    if (faults) exit 1
}
