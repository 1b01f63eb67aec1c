/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays what Firecracker documents of itself, for machines that have no KVM: its command line, the files that it opens, its log, its metrics and
 * its exit statuses. What its guest prints is what stands in the kernel behind the four bytes of ELF, and how it ends is the word
 * `stand-in=` of the kernel command line. Written from the documentation, never seen beside a real one.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION "1.16.1"
#endif

enum { OK = 0, GENERIC = 1, BAD_SYSCALL = 148, BAD_CONFIGURATION = 152, ARG_PARSING = 153, MOST = 1 << 20 };

static int log_fd = 1;
static char config[65536], value[4096];

static void tell(const char *words)
{
    dprintf(log_fd, "2026-01-02T03:04:05.678901234 [anonymous-instance:main] %s\n", words);
}

static _Noreturn void end(int status, const char *why)
{
    char line[200];
    if (why != NULL)
        tell(why);
    snprintf(line, sizeof(line), "Firecracker exiting %s. exit_code=%d", status ? "with error" : "successfully", status);
    tell(line);
    exit(status);
}

static _Noreturn void refuse(int status, const char *error)
{
    fprintf(stderr, "Error: %s\n", error);
    end(status, error);
}

/* The text of a key, with nothing escaped in it; empty when it is not there. */
static const char *text_of(const char *key)
{
    char wanted[100];
    snprintf(wanted, sizeof(wanted), "\"%s\":\"", key);
    const char *at = strstr(config, wanted);
    value[0] = '\0';
    if (at == NULL)
        return value;
    at += strlen(wanted);
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, "\""), at);
    return value;
}

static int opened(const char *key, int flags)
{
    int fd = open(text_of(key), flags);
    if (fd < 0 && *value != '\0')
        refuse(BAD_CONFIGURATION, "RunWithoutApiError(BuildMicroVMFromJson(ParseFromJson(File(Os { code: 2 }))))");
    return fd;
}

static int has(const char *words)
{
    return strstr(config, words) != NULL;
}

static void print_console(int kernel)
{
    static char bytes[MOST];
    ssize_t length = pread(kernel, bytes, sizeof(bytes), 4);
    for (ssize_t at = 0; at < length;) {
        ssize_t written = write(1, bytes + at, length - at);
        at += written > 0 ? written : 0;
    }
}

static void read_words(char **words)
{
    int config_fd = -1;
    for (; *words != NULL; words++) {
        if (strcmp(*words, "--no-api") == 0 || strcmp(*words, "--boot-timer") == 0)
            continue;
        if (words[1] == NULL || strncmp(*words, "--", 2) != 0)
            refuse(ARG_PARSING, "ParseArguments(UnexpectedArgument)");
        if (strcmp(*words, "--config-file") == 0 && (config_fd = open(words[1], O_RDONLY)) < 0)
            refuse(GENERIC, "Unable to open or read from the configuration file");
        if (strcmp(*words, "--log-path") == 0 && (log_fd = open(words[1], O_RDWR)) < 0)
            exit(GENERIC);
        words++;
    }
    if (config_fd < 0 || read(config_fd, config, sizeof(config) - 1) <= 0)
        refuse(ARG_PARSING, "ParseArguments(MissingArgument(\"config-file\"))");
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("Firecracker v" VERSION "\n\n") < 0;
    read_words(argv + 1);
    tell("Running Firecracker v" VERSION);
    if (has("stand-in=no-kvm"))
        refuse(GENERIC, "RunWithoutApiError(BuildMicroVMFromJson(StartMicroVM(Internal(Kvm(Error(13))))))");
    int kernel = opened("kernel_image_path", O_RDONLY), disk = opened("path_on_host", O_RDWR);
    int metrics = opened("metrics_path", O_RDWR);
    opened("initrd_path", O_RDONLY);
    if (kernel < 0)
        refuse(BAD_CONFIGURATION, "no kernel");
    if (disk >= 0 && pwrite(disk, "changed", 7, 0) != 7)
        refuse(GENERIC, "the disk");
    tell("Successfully started microvm that was configured from one single json");
    if (has("stand-in=timer"))
        tell("Guest-boot-time =  12345 us 12 ms,  11000 CPU us 11 CPU ms");
    print_console(kernel);
    if (has("stand-in=hang"))
        pause();
    if (has("stand-in=shutdown"))
        end(GENERIC, "Unexpected exit reason on vcpu run: Shutdown");
    if (has("stand-in=internal"))
        end(GENERIC, "Received KVM_EXIT_INTERNAL_ERROR signal");
    if (has("stand-in=syscall"))
        end(BAD_SYSCALL, "Shutting down VM after intercepting a bad syscall (41).");
    tell("Vmm is stopping.");
    dprintf(metrics, "{\"utc_timestamp_ms\":1,\"uart\":{\"error_count\":%d,\"write_count\":9}}\n", has("stand-in=lost") ? 12 : 0);
    end(OK, NULL);
}
