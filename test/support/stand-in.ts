// SPDX-License-Identifier: Apache-2.0
import { packagePath } from '../../harness/core/paths.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { localHost } from '../../harness/host/local.js';
import type { Host } from '../../harness/host/types.js';
import type { Monitor } from '../../harness/vmm/types.js';

/** Takes KVM's place: the surroundings of a boot by the wall clock can be tested anywhere, its times nowhere. */
export function standIn(): Monitor {
  return {
    ...createQemu(packagePath('test', 'support', 'tcg-qemu.sh')),
    version: () => Promise.resolve('stand-in'),
  };
}

/** This machine, with the stand-in as its only monitor and no doubt about KVM. */
export function standInHost(): Host {
  return {
    ...localHost([standIn()]),
    kvm: () => Promise.resolve({ kvm: true, kvmReason: 'a test' }),
  };
}
