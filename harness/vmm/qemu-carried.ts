// SPDX-License-Identifier: Apache-2.0
import { foreign } from '../core/foreign.js';
import type { CarriedMonitor } from './types.js';
import { STOPPED_WORDS } from './kvm-words.js';
import { SANDBOX, qemuArgv } from './qemu-argv.js';
import { VERSION_WORDS, versionIn } from './qemu-version.js';

/** Longest line with a version, bytes. */
const LINE_BYTES = 300;

/** Firmware that a microvm machine may ask for. */
const FIRMWARE = ['qboot.rom', 'bios-microvm.bin', 'pvh.bin', 'linuxboot_dma.bin', 'kvmvapic.bin'];

/** Debian's QEMU, with the machine and the command line that it has on every host with KVM. */
export const carriedQemu: CarriedMonitor = {
  packages: ['qemu-system-x86', 'qemu-system-common', 'qemu-system-data'],
  program: '/usr/bin/qemu-system-x86_64',
  files: FIRMWARE.map((name) => `/usr/share/qemu/${name}`),
  versionIn: (program) => {
    const at = program.indexOf(VERSION_WORDS);
    if (at < 0) return undefined;
    const [line = ''] = program.toString('latin1', at, at + LINE_BYTES).split('\n');
    return versionIn(foreign(line));
  },
  argv: (spec) => qemuArgv('qemu-system-x86_64', spec, SANDBOX),
  fatal: STOPPED_WORDS,
};
