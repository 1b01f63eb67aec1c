// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { projectRoot } from '../../harness/core/paths.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { Vmm } from '../../harness/vmm/types.js';

/** Takes KVM's place: the surroundings of a boot by the wall clock can be tested anywhere, its times nowhere. */
export function standIn(): Vmm {
  const qemu = createQemu(join(projectRoot, 'test', 'support', 'tcg-qemu.sh'));
  return {
    ...qemu,
    probe: () => Promise.resolve({ name: 'qemu', version: 'stand-in', kvm: true, kvmReason: 'a test' }),
  };
}
