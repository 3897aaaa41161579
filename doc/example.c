/* example.c: what libxushi says of documents, a line a project and a line a finding that costs it
 * points.
 *
 *     cc example.c $(pkg-config --cflags --libs --static xushi) -o example
 *     ./example /usr/local/share/xushi/patterns 2024.txt 2025.txt
 *
 * The scorer is one thread's: each thread opens its own. A result is valid until the next document.
 */
#include <inttypes.h>
#include <stdio.h>
#include <xushi/xushi.h>

static void print_text(struct xushi_text t) { printf("%.*s", (int)t.len, t.ptr); }

static void print_points(int64_t thousandths)
{
    printf(" %" PRId64 ".%" PRId64, thousandths / 1000, thousandths % 1000 / 100);
}

static void print_result(const char *path, const struct xushi_result *r)
{
    struct xushi_project p;
    struct xushi_finding f;
    for (size_t i = 0; xushi_get_project(r, i, &p) == XUSHI_OK; i++) {
        printf("%s project %zu: %c", path, i + 1, p.grade);
        print_points(p.vagueness);
        for (size_t k = 0; k < sizeof p.parts / sizeof *p.parts; k++)
            print_points(p.parts[k]);
        putchar('\n');
    }
    for (size_t i = 0; xushi_get_finding(r, i, &f) == XUSHI_OK; i++) {
        printf("%s:", path);
        if (f.line > 0)
            printf("%" PRIu32 ":", f.line);
        if (f.column > 0)
            printf("%" PRIu32 ":", f.column);
        printf(" %s: ", f.severity);
        print_text(f.message);
        printf(" [");
        print_text(f.rule);
        printf("]\n");
    }
}

int main(int argc, char **argv)
{
    struct xushi_scorer *s = NULL;
    const struct xushi_result *r;
    int status = argc < 3 ? XUSHI_USAGE : xushi_open(argv[1], 1, &s);
    if (status != XUSHI_OK)
        fprintf(stderr, "%s\n", argc < 3 ? "usage: example PATTERNS FILE..." : xushi_error(s));
    for (int i = 2; i < argc && status != XUSHI_PATTERNS && s; i++) {
        int e = xushi_score_file(s, argv[i], &r);
        if (e == XUSHI_OK)
            print_result(argv[i], r);
        else
            fprintf(stderr, "%s: %s\n", argv[i], xushi_error(s));
        status = e == XUSHI_OK ? status : e;
    }
    xushi_close(s);
    return status;
}
