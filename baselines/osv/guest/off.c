/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `off CODE`: ends the machine at once through QEMU's isa-debug-exit, with the status 2 * CODE + 1. For guests in which programs
 * may use ports; elsewhere, and where a machine has no such device, the guest goes on.
 */
#include <stdio.h>
#include <stdlib.h>

#include "guest.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: off CODE\n");
        return 2;
    }
    end_machine((uint32_t)strtoul(argv[1], NULL, 10));
    return 1;
}
