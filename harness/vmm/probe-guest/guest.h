/* SPDX-License-Identifier: Apache-2.0 */

#define SERIAL_PORT 0x3f8
#define EXIT_PORT 0xf4

/* Where the interrupt controllers are told to begin; the timer is their first line. */
#define TIMER_VECTOR 0x20

# Writes one letter; %edx and %al are lost.
        .macro SAY letter
        mov $SERIAL_PORT, %edx
        mov $\letter, %al
        out %al, %dx
        .endm
