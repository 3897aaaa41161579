# block.awk: the fenced block after the line "<!-- NAME -->" of a Markdown file. awk -v name=NAME -f block.awk FILE
$0 == "<!-- " name " -->" { want = 1; next }
want && /^```/ {
    if (inside) exit
    inside = 1
    next
}
inside
