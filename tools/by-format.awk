# by-format.awk documents.csv: what was read, a line a format. Names of files and offices without commas.
BEGIN { FS = "," }
FNR == 1 { next }
$5 == "duplicate" { twice++ }
$5 == "unread" { unread++ }
$5 == "ok" {
    kind = $2 " " $3
    if (!(kind in documents)) kinds[++n] = kind
    documents[kind]++
    projects[kind] += $8
    rows[kind] += $9
    if ($1 ~ /\//) packed++
}
END {
    printf "%-7s%-11s%10s%10s%12s\n", "format", "encoding", "documents", "projects", "indicators"
    for (i = 1; i <= n; i++) {
        split(kinds[i], part, " ")
        printf "%-7s%-11s%10d%10d%12d\n", part[1], part[2], documents[kinds[i]], projects[kinds[i]], rows[kinds[i]]
    }
    printf "%d of them in archives; %d more with the text of another one, not counted again; %d not read\n", packed, twice, unread
}
