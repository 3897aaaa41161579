# glob.awk PATTERN TEXT: status 0 if TEXT matches line by line: "*" any characters, "?" one byte, a line
# "..." any number of lines, all else as it stands (brackets too).
function match_line(pat, text,    p, t, star, mark)
{
    p = t = 1
    star = 0
    while (t <= length(text)) {
        if (substr(pat, p, 1) == "*") { star = p++; mark = t }
        else if (p <= length(pat) && (substr(pat, p, 1) == "?" || substr(pat, p, 1) == substr(text, t, 1))) { p++; t++ }
        else if (star) { p = star + 1; t = ++mark }
        else return 0
    }
    while (substr(pat, p, 1) == "*") p++
    return p > length(pat)
}

FILENAME == ARGV[1] { pattern[++patterns] = $0; next }
{ text[++texts] = $0 }

# reach[i]: the first i patterns match the lines read so far
END {
    reach[0] = 1
    for (i = 1; i <= patterns; i++) reach[i] = reach[i - 1] && pattern[i] == "..."
    for (t = 1; t <= texts; t++) {
        for (i = patterns; i >= 0; i--) {
            now[i] = 0
            if (i && pattern[i] == "...") now[i] = reach[i]
            else if (i && reach[i - 1]) now[i] = match_line(pattern[i], text[t])
        }
        for (i = 0; i <= patterns; i++) reach[i] = now[i] || (i && pattern[i] == "..." && reach[i - 1])
    }
    exit !reach[patterns + 0]
}
