/* SPDX-License-Identifier: Apache-2.0 */
/* Bringing interfaces up by ioctl, without any program. Every function returns 0 or an errno. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "init.h"

static bool set_name(struct ifreq *request, const char *name)
{
    memset(request, 0, sizeof(*request));
    if (strlen(name) >= sizeof(request->ifr_name))
        return false;
    strcpy(request->ifr_name, name);
    return true;
}

static int set_address(struct sockaddr *where, const char *text)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
        return EINVAL;
    memcpy(where, &address, sizeof(address));
    return 0;
}

static int apply_address(int fd, unsigned long call, struct ifreq *request, const char *text)
{
    int error = set_address(&request->ifr_addr, text);
    if (error != 0)
        return error;
    return ioctl(fd, call, request) < 0 ? errno : 0;
}

static int bring_up(int fd, struct ifreq *request)
{
    if (ioctl(fd, SIOCGIFFLAGS, request) < 0)
        return errno;
    request->ifr_flags |= IFF_UP | IFF_RUNNING;
    return ioctl(fd, SIOCSIFFLAGS, request) < 0 ? errno : 0;
}

static int add_default_route(int fd, const char *gateway)
{
    struct rtentry route;
    memset(&route, 0, sizeof(route));
    route.rt_flags = RTF_UP | RTF_GATEWAY;
    set_address(&route.rt_dst, "0.0.0.0");
    set_address(&route.rt_genmask, "0.0.0.0");
    int error = set_address(&route.rt_gateway, gateway);
    if (error != 0)
        return error;
    return ioctl(fd, SIOCADDRT, &route) < 0 ? errno : 0;
}

/* The kernel gives lo its address when it comes up. */
int network_loopback(void)
{
    struct ifreq request;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    set_name(&request, "lo");
    int error = bring_up(fd, &request);
    close(fd);
    return error;
}

int network_interface(const char *name, const char *address, const char *netmask, const char *gateway)
{
    struct ifreq request;
    if (!set_name(&request, name))
        return EINVAL;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    int error = apply_address(fd, SIOCSIFADDR, &request, address);
    if (error == 0)
        error = apply_address(fd, SIOCSIFNETMASK, &request, netmask);
    if (error == 0)
        error = bring_up(fd, &request);
    if (error == 0 && gateway != NULL)
        error = add_default_route(fd, gateway);
    close(fd);
    return error;
}
