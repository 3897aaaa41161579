#include "write/manifest.h"

#include "write/json.h"
#include "write/put.h"

static void put_key(struct xs_buf *out, const char *indent, const char *key)
{
    xs_buf_lit(out, indent);
    xs_json_string(out, xs_str_c(key));
    xs_buf_lit(out, ": ");
}

void xs_manifest_put(const struct xs_manifest *m, struct xs_buf *out)
{
    xs_buf_lit(out, "{\n");
    put_key(out, "  ", "program");
    xs_buf_lit(out, "\"xushi\",\n");
    put_key(out, "  ", "version");
    xs_json_string(out, xs_str_c(m->version));
    xs_buf_lit(out, ",\n");
    put_key(out, "  ", "patterns");
    xs_buf_putc(out, '"');
    xs_put_hash(out, m->patterns);
    xs_buf_lit(out, "\",\n");
    put_key(out, "  ", "options");
    xs_buf_putc(out, '{');
    for (size_t i = 0; i < m->noptions; i++) {
        xs_buf_lit(out, i == 0 ? "\n" : ",\n");
        put_key(out, "    ", m->options[i].name);
        xs_json_string(out, m->options[i].value);
    }
    xs_buf_lit(out, m->noptions > 0 ? "\n  },\n" : "},\n");
    put_key(out, "  ", "counts");
    xs_buf_putc(out, '{');
    for (size_t i = 0; i < m->ncounts; i++) {
        xs_buf_lit(out, i == 0 ? "\n" : ",\n");
        put_key(out, "    ", m->counts[i].name);
        xs_buf_uint(out, m->counts[i].number);
    }
    xs_buf_lit(out, m->ncounts > 0 ? "\n  }\n}\n" : "}\n}\n");
}
