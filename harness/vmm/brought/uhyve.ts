// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreignLines, partsOf } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { wholeNumber } from '../../core/numbers.js';
import type { VmFault, VmSpec, VmTap } from '../types.js';
import { systemCallName } from './system-calls.js';
import type { BroughtMonitor } from './types.js';
import { wordsOf } from './words.js';

/** Without this the address would be another one in each boot. */
const MAC = '52:54:00:00:00:02';

/** The guest's side of the network of a load; see `harness/load/`. */
const NETWORK = {
  HERMIT_IP: '10.0.0.2',
  HERMIT_GATEWAY: '10.0.0.1',
  HERMIT_MASK: '255.255.255.0',
  HERMIT_NETIF_MAC: MAC,
} as const;

/**
 * HermiTux's monitor, its `proxy`. It loads HermiTux's kernel, and a static Linux program, which stands here in the place of a root; the
 * command line is the program's. The guest's files are the files that the proxy sees, and the proxy's variables are the program's.
 * Its status is the program's. On SIGTERM and SIGINT it ends with 0, as if all were well: nothing but SIGKILL may ever end it.
 */
export const uhyve: BroughtMonitor = {
  name: 'uhyve',
  endings: ['return'],
  devices: ['serial', 'virtio-net'],
  kernels: ['elf-hermit'],
  sharesFiles: true,
  words: ({ kernel, initramfs, cmdline }: VmSpec) => [
    kernel,
    ...(initramfs === undefined ? [] : [initramfs]),
    ...wordsOf(cmdline),
  ],
  env: ({ memoryMib, tap }: VmSpec) => ({
    ...{ HERMIT_ISLE: 'uhyve', HERMIT_TUX: '1', HERMIT_CPUS: '1', HERMIT_MEM: `${memoryMib}M` },
    // The log of its kernel, at the end, on standard error: nothing else says which system call is missing.
    HERMIT_VERBOSE: '1',
    ...(tap === undefined ? {} : networkOf(tap)),
  }),
  faultIn: (stderr) => missingCall(stderr) ?? pageFault(stderr),
};

function networkOf({ name }: VmTap): Record<string, string> {
  return { HERMIT_NETIF: name, ...NETWORK };
}

/** The kernel's own spelling. */
const UNSUPPORTED = /Unsuported Linux syscall: (-?[0-9]{1,10})\r?$/;

/** Which system call a program needs that HermiTux has not, if its kernel says so. */
function missingCall(stderr: Foreign): VmFault | undefined {
  const found = foreignLines(stderr).findLast((line) => partsOf(line, UNSUPPORTED) !== undefined);
  const [, number] = found === undefined ? [] : (partsOf(found, UNSUPPORTED) ?? []);
  if (number === undefined) return undefined;
  const known = wholeNumber(number);
  const name = known === undefined ? undefined : systemCallName(known);
  return {
    code: 'GUEST_UNSUPPORTED',
    message: `not supported: system call ${printable(number)}${name === undefined ? '' : ` (${name})`}.`,
    next: 'HermiTux has no such call: this program does not run on it.',
  };
}

/** uhyve's own words, in the middle of a line that the program may have begun. */
const PAGE_FAULT = /GUEST PAGE FAULT @(0x[0-9a-f]{1,16}) \(RIP @(0x[0-9a-f]{1,16})\)/;

function pageFault(stderr: Foreign): VmFault | undefined {
  const [, address, at] = partsOf(stderr, PAGE_FAULT) ?? [];
  if (address === undefined || at === undefined) return undefined;
  return {
    code: 'GUEST_PAGE_FAULT',
    message: `the guest used an address that it has not, ${printable(address)}, at ${printable(at)}.`,
    next: 'Addresses from 0x400000 on are those of the program, those below of the kernel of HermiTux.',
  };
}
