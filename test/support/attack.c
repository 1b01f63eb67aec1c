/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that turns against the host: it tries what its own name says, with the words behind `-append`, as a monitor gets
 * them from a boot, and says `done` or `denied` on standard error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

static int read_file(char **words)
{
    char byte;
    int fd = open(words[0], O_RDONLY);
    return fd < 0 ? -1 : (int)read(fd, &byte, 1);
}

static int write_file(char **words)
{
    int fd = open(words[0], O_WRONLY | O_CREAT | O_APPEND, 0600);
    return fd < 0 ? -1 : (int)write(fd, "x", 1);
}

static int remove_file(char **words)
{
    return unlink(words[0]);
}

static int make_device(char **words)
{
    return mknod(words[0], S_IFCHR | 0666, makedev(1, 1));
}

static int signal_process(char **words)
{
    return kill(atoi(words[0]), 0);
}

static int trace_process(char **words)
{
    return (int)ptrace(PTRACE_SEIZE, atoi(words[0]), NULL, NULL);
}

static int connect_tcp(char **words)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[0])) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof(to));
}

/* A name that begins with @ is one that no folder has. */
static socklen_t local_address(struct sockaddr_un *address, const char *name)
{
    address->sun_family = AF_UNIX;
    strncpy(address->sun_path, name, sizeof(address->sun_path) - 1);
    if (*name == '@')
        address->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
}

static int connect_local(char **words)
{
    struct sockaddr_un to = { 0 };
    socklen_t length = local_address(&to, words[0]);
    return connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to, length);
}

/* What is attacked: a server until standard input ends. */
static int serve_local(char **words)
{
    char byte;
    struct sockaddr_un at = { 0 };
    socklen_t length = local_address(&at, words[0]);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&at, length) < 0 || listen(fd, 5) < 0 || write(1, "serves", 6) != 6)
        return -1;
    return (int)read(0, &byte, 1);
}

/* Also when this file itself is root's and set-user-ID. */
static int become_root(char **words)
{
    (void)words;
    if (geteuid() == 0)
        return 0;
    return setresuid(0, 0, 0);
}

static int use_descriptor(char **words)
{
    return fcntl(atoi(words[0]), F_GETFD);
}

static int see_processes(char **words)
{
    int others = 0;
    DIR *dir = opendir("/proc");
    (void)words;
    for (struct dirent *one; dir != NULL && (one = readdir(dir)) != NULL;)
        /* Not this one, and not the first one of a namespace. */
        others += atoi(one->d_name) > 0 && atoi(one->d_name) != getpid() && atoi(one->d_name) != 1;
    errno = ESRCH;
    return others > 0 ? 0 : -1;
}

/* As many as it may have, which all end with this one's pipe. */
static int have_processes(char **words)
{
    int begun = 0, wanted = atoi(words[0]), alive[2];
    char byte;
    if (pipe(alive) < 0)
        return -1;
    for (; begun < wanted; begun++) {
        pid_t child = fork();
        if (child < 0)
            return -1;
        if (child == 0) {
            close(alive[1]);
            exit((int)read(alive[0], &byte, 1));
        }
    }
    return 0;
}

static int write_output(char **words)
{
    static char block[1 << 20];
    signal(SIGXFSZ, SIG_IGN);
    for (long left = atol(words[0]); left > 0; left -= 1)
        if (write(1, block, sizeof(block)) != sizeof(block))
            return -1;
    return 0;
}

/* `OFFSET PATH`: a file that is as long, though there is nothing in it. */
static int overrun_file(char **words)
{
    char *path = strchr(words[0], ' ');
    int fd = path == NULL ? -1 : open(path + 1, O_WRONLY | O_CREAT, 0600);
    return fd < 0 ? -1 : (int)pwrite(fd, "x", 1, atol(words[0]));
}

/* Leaves the session, the group and the parent, and does not want to end. */
static int stay_behind(char **words)
{
    (void)words;
    if (fork() == 0) {
        setsid();
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        if (fork() > 0)
            exit(0);
        for (;;)
            sleep(60);
    }
    /* The harness is killed meanwhile. */
    sleep(60);
    return 0;
}

static int extend_file(char **words)
{
    signal(SIGXFSZ, SIG_IGN);
    return overrun_file(words);
}

int main(int argc, char **argv)
{
    struct {
        const char *name;
        int (*attack)(char **words);
    } attacks[] = {
        { "read", read_file },           { "write", write_file },          { "remove", remove_file },
        { "device", make_device },       { "signal", signal_process },     { "trace", trace_process },
        { "tcp", connect_tcp },          { "local", connect_local },       { "root", become_root },
        { "descriptor", use_descriptor }, { "see", see_processes },        { "multiply", have_processes },
        { "flood", write_output },       { "stay", stay_behind },
        { "serve", serve_local },
        { "extend", extend_file },
        { "overrun", overrun_file },
    };
    const char *slash = strrchr(argv[0], '/'), *name = slash == NULL ? argv[0] : slash + 1;
    char **words = NULL;
    for (int i = 1; i < argc - 1; i++)
        if (strcmp(argv[i], "-append") == 0)
            words = argv + i + 1;
    /* A question about this program: it behaves. */
    if (words == NULL)
        return 0;
    for (size_t i = 0; i < sizeof(attacks) / sizeof(*attacks); i++) {
        if (strcmp(name, attacks[i].name) != 0)
            continue;
        int result = attacks[i].attack(words);
        fprintf(stderr, "%s\n", result < 0 ? "denied" : "done");
        fprintf(stderr, "%s\n", result < 0 ? strerror(errno) : "");
        return result < 0 ? 1 : 0;
    }
    fprintf(stderr, "no such attack: %s\n", name);
    return 2;
}
