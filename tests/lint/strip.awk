# strip(line): the line without comments and without what stands between quotes. Keeps state over
# lines: call it once for each, in order; set in_comment = 0 at the start of a file.
function strip(s,    out, i, n, c, two)
{
    out = ""
    n = length(s)
    for (i = 1; i <= n; i++) {
        c = substr(s, i, 1)
        two = substr(s, i, 2)
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++; out = out " " }
        } else if (two == "/*") {
            in_comment = 1
            i++
        } else if (two == "//") {
            break
        } else if (c == "\"" || c == "'") {
            i = skip_quoted(s, i, n, c)
            out = out (c == "\"" ? "\"\"" : "0")
        } else {
            out = out c
        }
    }
    return out
}

# skip_quoted: the place of the quote that ends what begins at i
function skip_quoted(s, i, n, quote,    c)
{
    for (i++; i <= n; i++) {
        c = substr(s, i, 1)
        if (c == "\\") i++
        else if (c == quote) break
    }
    return i
}
