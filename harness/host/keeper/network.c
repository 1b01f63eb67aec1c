/* SPDX-License-Identifier: Apache-2.0 */
/* The network of one guest and its clients: kept by `guest-network` until a pipe to it ends, however that comes. */
#include "keeper.h"
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Gives 0 and the place in which programs are in that network, with the end of the pipe that holds it; else the status of
 * `guest-network`, whose words are in the file `stderr`.
 */
int open_network(const struct job *job, struct place *place, int *held)
{
    int in[2], out[2], status, err = new_file("stderr", 0);
    char said[16] = "";
    size_t length = 0;
    struct place anywhere = { 0 };
    make_pipe(in);
    make_pipe(out);
    pid_t child = spawn(&job->network, &anywhere, (struct ends){ in[0], out[1], err });
    close(in[0]);
    close(out[1]);
    close(err);
    while (length < sizeof(said) - 1 && strchr(said, '\n') == NULL) {
        ssize_t got = read(out[0], said + length, sizeof(said) - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += got;
    }
    close(out[0]);
    *held = in[1];
    if (strncmp(said, "ready", 5) == 0) {
        place->network = child;
        place->own_user = strncmp(said, "ready user", 10) == 0;
        return 0;
    }
    close(in[1]);
    if (waitpid(child, &status, 0) != child)
        return NOT_BEGUN;
    return WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : NOT_BEGUN;
}
