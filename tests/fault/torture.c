/* torture [--from N] [--step N] FOLDER ARGS...: runs the program's own main() with the n-th
 * allocation failing, for every n (or every step-th) until a run succeeds. ARGS are those of the
 * program; FOLDER is where it works and where each file that it would write already stands with the
 * text "old\n". Whatever n: no signal, status 0, 2 or 70, a message with the last two, old files
 * whole, nothing else left behind. Ends with "torture: N passed, N failed". */
int xs_program_main(int argc, char **argv);
#define main xs_program_main
#include "../../src/cli/main.c"
#undef main

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/alloc.h"

#define MAX_RUNS 100000UL
#define STDERR_FILE "stderr"

/* Names of the files in the working folder that are not messages: how many, and how many hold
 * "old". */
static void look(size_t *files, size_t *old)
{
    DIR *d = opendir(".");
    *files = *old = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        char text[8] = "";
        FILE *f = strcmp(e->d_name, STDERR_FILE) != 0 && e->d_name[0] != '.'
                      ? fopen(e->d_name, "rb")
                      : NULL;
        *files += e->d_name[0] != '.' || strlen(e->d_name) > 2;
        if (!f)
            continue;
        size_t n = fread(text, 1, sizeof text - 1, f);
        *old += n == 4 && memcmp(text, "old\n", 4) == 0;
        fclose(f);
    }
    if (d)
        closedir(d);
}

/* Exit status of a child that was not asked to fail any more. */
#define NOT_REACHED 100

/* One run in a child; its wait status. */
static int run_once(unsigned long n, int argc, char **argv)
{
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        int err = open(STDERR_FILE, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (err < 0 || dup2(err, STDERR_FILENO) < 0)
            _exit(71);
        xs_alloc_fail_at(n);
        int code = xs_program_main(argc, argv);
        exit(code == 0 && xs_alloc_fail_left() ? NOT_REACHED : code);
    }
    int status = -1;
    return waitpid(child, &status, 0) == child ? status : -1;
}

/* Every table in the folder is the old one again. */
static void put_old(void)
{
    DIR *d = opendir(".");
    for (struct dirent *e; d && (e = readdir(d));) {
        FILE *f = strstr(e->d_name, ".csv") ? fopen(e->d_name, "wb") : NULL;
        if (f) {
            fputs("old\n", f);
            fclose(f);
        }
    }
    if (d)
        closedir(d);
}

static bool message(void)
{
    struct stat st;
    return stat(STDERR_FILE, &st) == 0 && st.st_size > 0;
}

/* What is wrong with a run that failed at n; NULL: nothing. */
static const char *fault_of(int status, size_t files_before, size_t old_before)
{
    size_t files, old;
    look(&files, &old);
    if (status < 0 || WIFSIGNALED(status))
        return "killed by a signal";
    int code = WEXITSTATUS(status);
    if (code == 0 || code == NOT_REACHED)
        return NULL; /* it could do without, or was not asked to */
    if (code != 2 && code != 70)
        return "unexpected status";
    if (!message())
        return "no message";
    if (code == 70 && (old != old_before || files != files_before))
        return "an old file changed, or a new one was left behind";
    return NULL;
}

int main(int argc, char **argv)
{
    unsigned long n = 1, step = 1, passed = 0, failed = 0;
    int at = 1;
    for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
        unsigned long *to = strcmp(argv[at], "--from") == 0 ? &n : &step;
        *to = strtoul(argv[at + 1], NULL, 10);
    }
    if (at + 1 >= argc || chdir(argv[at]) != 0) {
        fprintf(stderr, "usage: torture [--from N] [--step N] FOLDER ARGS...\n");
        return 64;
    }
    size_t files, old;
    fclose(fopen(STDERR_FILE, "wb")); /* of the messages: there from the start */
    put_old();
    look(&files, &old);
    argv[at] = argv[0];
    for (; n < MAX_RUNS; n += step) {
        int status = run_once(n, argc - at, argv + at);
        const char *fault = fault_of(status, files, old);
        passed += !fault;
        failed += fault != NULL;
        if (fault)
            printf("FAILED allocation %lu: %s (status %d)\n", n, fault, status);
        if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_REACHED)
            break;
        put_old();
    }
    printf("allocations: %lu\n", n);
    printf("torture: %lu passed, %lu failed\n", passed, failed);
    return failed > 0 || n >= MAX_RUNS;
}
