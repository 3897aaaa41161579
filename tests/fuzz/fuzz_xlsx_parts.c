/* The parts of a workbook, each ended by a zero byte: sheet, shared texts, styles, workbook,
 * relationships. What is missing or empty is a usual one. They are put into a container here, so
 * that no checksum stands before them. */
#include "env.h"
#include "formats.h"
#include "read/xlsx_reader.h"
#include "read/xml_zip.h"

static const char *const names[] = { "xl/worksheets/s1.xml", "xl/shared.xml", "xl/styles.xml",
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels" };
#define NPARTS (sizeof names / sizeof *names)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct part parts[NPARTS + 2] = { [NPARTS] = { "[Content_Types].xml", "<Types/>" } };
    const char *usual[NPARTS] = { "<worksheet/>", XL_SHARED, XL_STYLES, XL_SHEETS, XL_RELS };
    struct xs_arena *a = fuzz_arena();
    struct xs_sheet s = { 0 };
    struct xs_buf zip;
    char *text = malloc(size + 1);
    FUZZ_MUST(text != NULL);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = 0, at = 0; i < NPARTS; i++) {
        const char *part = at < size ? text + at : "";
        at += strlen(part) + 1;
        parts[i] = (struct part){ names[i], *part ? part : usual[i] };
    }
    make_zip(&zip, parts);
    if (!xs_zip_missing())
        fuzz_sheet(a, xs_read_xlsx(a, xs_buf_str(&zip), &s), &s);
    xs_buf_free(&zip);
    free(text);
    return 0;
}
