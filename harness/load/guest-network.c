/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `guest-network TAP ADDRESS NETMASK`: makes a network namespace of its own with one tap device in it, says `ready`, and keeps it
 * until standard input ends. The network of the host is neither used nor changed, and all of it is gone with the last
 * process in it. Where that needs more rights than there are, a user namespace gives them: then it says `ready user`.
 * Ends with 2 when no namespace may be made, with 3 when the tap device cannot be.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NO_NAMESPACE = 2, NO_TAP = 3 };

static _Noreturn void fail(int status, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(status);
}

static void write_map(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        fail(NO_NAMESPACE, path);
    close(fd);
}

/* The own user and group stay what they are, so that files and devices of the host may be used as before. */
static void own_user_namespace(void)
{
    char map[64];
    unsigned uid = getuid(), gid = getgid();
    if (unshare(CLONE_NEWUSER) < 0)
        fail(NO_NAMESPACE, "a user namespace");
    write_map("/proc/self/setgroups", "deny");
    snprintf(map, sizeof(map), "%u %u 1", uid, uid);
    write_map("/proc/self/uid_map", map);
    snprintf(map, sizeof(map), "%u %u 1", gid, gid);
    write_map("/proc/self/gid_map", map);
}

static void own_network(int *with_user)
{
    if (unshare(CLONE_NEWNET) == 0)
        return;
    if (errno != EPERM)
        fail(NO_NAMESPACE, "a network namespace");
    own_user_namespace();
    *with_user = 1;
    if (unshare(CLONE_NEWNET) < 0)
        fail(NO_NAMESPACE, "a network namespace");
}

/* A card without IPv6 does not look for routers and neighbours meanwhile. A host without IPv6 has no such file. */
static void no_ipv6(void)
{
    int fd = open("/proc/sys/net/ipv6/conf/default/disable_ipv6", O_WRONLY);
    if (fd < 0)
        return;
    if (write(fd, "1", 1) < 0)
        perror("IPv6 stays on");
    close(fd);
}

static void set(int fd, unsigned long call, struct ifreq *request, const char *text, const char *what)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
        errno = EINVAL;
    else {
        memcpy(&request->ifr_addr, &address, sizeof(address));
        if (ioctl(fd, call, request) == 0)
            return;
    }
    fail(NO_TAP, what);
}

static void make_tap(const char *name, const char *address, const char *netmask)
{
    struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
    int tun = open("/dev/net/tun", O_RDWR);
    if (tun < 0)
        fail(NO_TAP, "/dev/net/tun");
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    /* Persistent: it waits for the VMM, which attaches to it by name and needs no rights for that. */
    if (ioctl(tun, TUNSETIFF, &request) < 0 || ioctl(tun, TUNSETPERSIST, 1) < 0)
        fail(NO_TAP, "a tap device");
    close(tun);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0)
        fail(NO_TAP, "a socket");
    set(fd, SIOCSIFADDR, &request, address, "the address of the tap device");
    set(fd, SIOCSIFNETMASK, &request, netmask, "the netmask of the tap device");
    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        fail(NO_TAP, "the flags of the tap device");
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        fail(NO_TAP, "starting the tap device");
    close(fd);
}

int main(int argc, char **argv)
{
    char byte;
    int with_user = 0;
    if (argc != 4) {
        fprintf(stderr, "usage: guest-network TAP ADDRESS NETMASK\n");
        return 1;
    }
    own_network(&with_user);
    no_ipv6();
    make_tap(argv[1], argv[2], argv[3]);
    printf("ready%s\n", with_user ? " user" : "");
    fflush(stdout);
    while (read(0, &byte, 1) > 0)
        ;
    return 0;
}
