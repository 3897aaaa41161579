/* cli/say.c: what the system says of an error, in words of the pattern files. */
#include <errno.h>

#include "cli/say.h"
#include "env.h"

static struct xs_messages open_messages(struct env *e)
{
    struct xs_messages m;
    assert_true(env_open(e));
    assert_int_equal(xs_messages_load(&e->set, &m), XS_OK);
    return m;
}

static void known_errors_have_their_words(void **state)
{
    struct env e = { 0 };
    char room[XS_ERRNO_BYTES];
    (void)state;
    const struct xs_messages m = open_messages(&e);
    same_text("none", "text", xs_errno_message(&m, 0, XS_LANG_EN, room), "");
    same_text("ENOENT", "en", xs_errno_message(&m, ENOENT, XS_LANG_EN, room),
        "No such file or directory");
    same_text(
        "ENOENT", "zh", xs_errno_message(&m, ENOENT, XS_LANG_ZH, room), "没有这个文件或文件夹");
    env_close(&e);
}

/* What has no words is told by its number, so that it can be looked up. */
static void other_errors_have_their_number(void **state)
{
    struct env e = { 0 };
    char room[XS_ERRNO_BYTES];
    (void)state;
    const struct xs_messages m = open_messages(&e);
    same_text(
        "en", "text", xs_errno_message(&m, 4095, XS_LANG_EN, room), "error 4095 of the system");
    same_text("zh", "text", xs_errno_message(&m, 4095, XS_LANG_ZH, room), "系统错误 4095");
    same_text("no messages yet", "text", xs_errno_message(NULL, 4095, XS_LANG_ZH, room),
        "error 4095 of the system");
    env_close(&e);
}

/* A text of somebody's own pattern files that is longer than its room is left out whole. */
static void a_text_without_room_is_left_out(void **state)
{
    char yaml[400], room[XS_ERRNO_BYTES];
    struct xs_fault fault;
    struct xs_yaml *root;
    struct xs_messages m;
    (void)state;
    struct xs_arena *a = xs_arena_new((size_t)1 << 20);
    (void)snprintf(
        yaml, sizeof yaml, "messages:\n  errno-other: {en: '{n}%0*d'}\n", XS_ERRNO_BYTES, 0);
    assert_int_equal(xs_yaml_parse(a, XS_STR("t.yaml"), xs_str_c(yaml), &root, &fault), XS_OK);
    struct xs_patfile file = { .path = XS_STR("t.yaml"), .root = root };
    struct xs_patfiles set = { .arena = a, .files = &file, .count = 1, .fault = &fault };
    assert_int_equal(xs_messages_load(&set, &m), XS_OK);
    assert_int_equal(xs_errno_message(&m, 4095, XS_LANG_EN, room).len, 0);
    xs_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(known_errors_have_their_words),
        cmocka_unit_test(other_errors_have_their_number),
        cmocka_unit_test(a_text_without_room_is_left_out) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
