// SPDX-License-Identifier: Apache-2.0

/**
 * What Firecracker recommends for its guests, without `nomodule`: it is no word of a kernel without modules, which then hands it to PID 1, and
 * a kernel that has its drivers in modules would not boot with it.
 */
const RECOMMENDED = [
  ...['panic=1', '8250.nr_uarts=1', 'i8042.noaux', 'i8042.nomux', 'i8042.dumbkbd', 'swiotlb=noforce'],
] as const;

/** Firecracker has a keyboard controller, and a guest that resets its machine by it is one that ended well. A triple fault is an error there. */
const RESET = 'reboot=k';

/** By this name PID 1 finds where the machine's boot timer is: what the kernel does not know it hands over as a variable. */
const TIMER = 'LUPINE_BOOT_TIMER';

/**
 * The kernel command line of a guest under Firecracker: what its system says, but for the way to end the machine, and what Firecracker
 * recommends beside it.
 * @param timer address of the boot timer, when PID 1 is to use it.
 */
export function firecrackerArgs(cmdline: string, timer?: number): string {
  const own = cmdline.split(' ').filter((word) => word !== '' && keyOf(word) !== 'reboot');
  const known = new Set(own.map(keyOf));
  const added = RECOMMENDED.filter((word) => !known.has(keyOf(word)));
  const told = timer === undefined ? [] : [`${TIMER}=${timer}`];
  return [RESET, ...added, ...own, ...told].join(' ');
}

function keyOf(word: string): string {
  const [key = ''] = word.split('=');
  return key;
}
