// SPDX-License-Identifier: Apache-2.0
/* Auditing: a rule on a call must record near calls with number, arguments and result. Needs `audit=1`. */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kml.h"

static void request(int type, const void *body, size_t length)
{
    struct {
        struct nlmsghdr header;
        char body[4096];
    } message = {.header = {.nlmsg_len = NLMSG_LENGTH(length), .nlmsg_type = type}};
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    memcpy(message.body, body, length);
    int socket_ = must(socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT), "the audit socket");
    must(sendto(socket_, &message, message.header.nlmsg_len, 0, (void *)&kernel, sizeof(kernel)), "a request to audit");
    must(recv(socket_, &message, sizeof(message), 0), "audit's answer");
    int error;
    memcpy(&error, message.body, sizeof(error));
    must(error, "what audit said");
    close(socket_);
}

static int recorded(void *way)
{
    return by(*(enum way *)way, SYS_getpgid, 0, 0xa1, 0xa2, 0xa3) > 0 ? 0 : 1;
}

/* Records of getpgid with these arguments in the kernel's log. */
static long records(void)
{
    static char log[131072];
    long length = must(klogctl(3, log, sizeof(log) - 1), "the kernel's log"), count = 0;
    log[length] = '\0';
    for (char *line = strtok(log, "\n"); line != NULL; line = strtok(NULL, "\n"))
        count += strstr(line, "arch=c000003e syscall=121 success=yes exit=") != NULL &&
                 strstr(line, " a0=0 a1=a1 a2=a2 a3=a3 ") != NULL;
    return count;
}

static int audit(char **arguments)
{
    (void)arguments;
    /* Without a daemon the records go to the log, and there all must arrive. */
    int limit = must(open("/proc/sys/kernel/printk_ratelimit", O_WRONLY), "printk_ratelimit");
    must(write(limit, "0", 1), "printk_ratelimit");
    close(limit);
    static struct audit_rule_data rule = {.flags = AUDIT_FILTER_EXIT, .action = AUDIT_ALWAYS};
    rule.mask[SYS_getpgid / 32] = 1u << SYS_getpgid % 32;
    request(AUDIT_ADD_RULE, &rule, sizeof(rule));
    FOR_BOTH(way) {
        long before = records();
        for (int i = 0; i < 5; i++)
            expect(in_child(recorded, &way), 0, "an audited %s", way_name(way));
        doze(100);
        expect(records() - before, 5, "  records");
    }
    return 0;
}

const struct command audit_commands[] = {{"audit", audit}, {NULL, NULL}};
