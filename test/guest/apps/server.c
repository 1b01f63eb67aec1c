/* SPDX-License-Identifier: Apache-2.0 */
/* server PORT ANSWER [then-exit|then-close]: gives the same answer to whatever comes. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])) };
    const char *then = argc > 3 ? argv[3] : "";
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(listener, 8) < 0)
        return 1;
    for (;;) {
        char request[1024];
        int peer = accept(listener, NULL, NULL);
        while (read(peer, request, sizeof(request)) > 0) {
            if (write(peer, argv[2], strlen(argv[2])) < 0)
                return 1;
            if (strcmp(then, "then-exit") == 0)
                return 7;
            if (strcmp(then, "then-close") == 0)
                break;
        }
        close(peer);
    }
}
