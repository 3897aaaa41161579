/* tally.c against counting by looking at every pair of clauses. */
#include <stdlib.h>

#include "base/alloc.h"
#include "corpus/joining.h"
#include "corpus/tally.h"
#include "env.h"

#define DOCS 40
#define EACH 30
#define OFFICES 9
#define LEAST_OFFICES 3

/* Documents with EACH clauses; those of an office do not stand together. */
struct fixture {
    struct xs_corpus c;
    struct xs_corpus_config config;
    struct xs_corpus_document docs[DOCS];
};

static uint64_t hash_of(size_t number) { return (number + 1) * UINT64_C(0x9E3779B97F4A7C15); }

/* distinct: clauses in all. */
static void begin(struct fixture *f, size_t distinct, size_t share)
{
    static const struct xs_order order = { .size = sizeof(struct xs_clause_rec) };
    uint32_t seed = 7;
    *f = (struct fixture){ .config = { .stock_offices = LEAST_OFFICES, .stock_share = 100 } };
    f->c.c = &f->config;
    f->c.docs = f->docs;
    f->c.ndocs = DOCS;
    f->c.offices.used = OFFICES;
    f->c.scratch.share = share;
    xs_sorter_init(&f->c.clauses, &(struct xs_runfiles){ .share = 1 << 20 }, &order);
    for (size_t i = 0; i < DOCS; i++) {
        f->docs[i].office = (uint32_t)(1 + i * i % OFFICES);
        f->docs[i].first_clause = f->c.clauses.count;
        for (size_t k = 0; k < EACH; k++) {
            seed = seed * 1664525 + 1013904223;
            /* few numbers are frequent */
            const size_t number = (seed >> 8) % distinct * ((seed >> 5) % distinct) / distinct;
            struct xs_clause_rec r = { .hash = hash_of(number) };
            assert_int_equal(xs_sorter_add(&f->c.clauses, &r, sizeof r), XS_OK);
        }
    }
}

static bool stands_in(const struct fixture *f, size_t doc, uint64_t hash)
{
    const struct xs_clause_rec *k = (const struct xs_clause_rec *)(const void *)f->c.clauses.buf.p;
    for (size_t i = 0; i < EACH; i++)
        if (k[doc * EACH + i].hash == hash)
            return true;
    return false;
}

static void check_hash(const struct fixture *f, const struct xs_tally *t, uint64_t hash)
{
    bool seen[OFFICES + 1] = { false };
    uint32_t documents = 0, offices = 0;
    const struct xs_tally_slot *s = xs_tally_slot(t, hash);
    for (size_t i = 0; i < DOCS; i++) {
        if (!stands_in(f, i, hash))
            continue;
        documents++;
        offices += !seen[f->docs[i].office];
        seen[f->docs[i].office] = true;
    }
    const bool stock = documents >= DOCS / 10 && offices >= LEAST_OFFICES;
    assert_int_equal(s->documents >= DOCS / 10 && s->offices >= LEAST_OFFICES, stock);
    assert_true(s->documents <= documents && s->offices <= offices);
    assert_true(stock || (s->documents == documents && s->offices == offices));
}

static void counts_as_looking_at_all_does(void **state)
{
    (void)state;
    static struct fixture f;
    static const size_t distinct[] = { 1, 2, 50, 900 };
    for (size_t i = 0; i < sizeof distinct / sizeof *distinct; i++) {
        struct xs_tally t;
        begin(&f, distinct[i], 1 << 20);
        assert_int_equal(xs_tally_make(&f.c, &t), XS_OK);
        assert_non_null(t.slots);
        for (size_t k = 0; k <= distinct[i]; k++)
            check_hash(&f, &t, hash_of(k));
        xs_tally_free(&t);
        xs_sorter_free(&f.c.clauses);
    }
}

/* A table that has to grow, more clauses than memory takes, and clauses that are sorted already. */
static void takes_no_more_than_its_share(void **state)
{
    (void)state;
    static struct fixture f;
    static const size_t slot = sizeof(struct xs_tally_slot);
    const struct {
        size_t clauses, share;
        bool fits;
    } rows[] = { { 2000, slot * 4096, true }, { 2100, slot * 4096, false },
        { 2100, slot * 8192, true }, { 1, slot * 4096 - 1, false } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct xs_tally t;
        begin(&f, 1, rows[i].share);
        f.c.ndocs = 1;
        f.c.clauses.count = 0;
        for (size_t k = 0; k < rows[i].clauses; k++) {
            struct xs_clause_rec r = { .hash = hash_of(k) };
            assert_int_equal(xs_sorter_add(&f.c.clauses, &r, sizeof r), XS_OK);
        }
        assert_int_equal(xs_tally_make(&f.c, &t), XS_OK);
        assert_int_equal(t.slots != NULL, rows[i].fits);
        assert_int_equal(t.used, rows[i].fits ? rows[i].clauses : 0);
        xs_tally_free(&t);
        f.c.clauses.sorted = true;
        assert_int_equal(xs_tally_make(&f.c, &t), XS_OK);
        assert_null(t.slots);
        xs_sorter_free(&f.c.clauses);
    }
}

static void no_memory(void **state)
{
    (void)state;
    static struct fixture f;
    struct xs_tally t;
    begin(&f, 900, 1 << 20);
    for (unsigned long n = 1; n <= 3; n++) { /* the two orders of the documents, the table */
        xs_alloc_fail_at(n);
        assert_int_equal(xs_tally_make(&f.c, &t), XS_E_NOMEM);
        assert_null(t.slots);
    }
    xs_alloc_fail_at(4);
    assert_int_equal(xs_tally_make(&f.c, &t), XS_OK);
    xs_alloc_fail_at(0);
    xs_tally_free(&t);
    xs_sorter_free(&f.c.clauses);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(counts_as_looking_at_all_does),
        cmocka_unit_test(takes_no_more_than_its_share), cmocka_unit_test(no_memory) };
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
