// SPDX-License-Identifier: Apache-2.0
import type { HostFacts } from '../facts.js';
import { type CountedMachine, LEAST_MIB } from './machine.js';

/** What is known of a counted host; one with a large guest has more memory. */
export function countedFacts({ outer, outerVersion, monitor, kernel, root }: CountedMachine): HostFacts {
  return {
    ...{ cpu: 'emulated: TCG, model max,-erms,-fsrm', microcode: '', cores: 1 },
    ...{ memoryMib: LEAST_MIB, kernel: kernel.version, distribution: '', mitigations: {} },
    emulated: true,
    counted: {
      by: `${outer.name} ${outerVersion}`,
      monitor: `${monitor} ${root.version}`,
      kernelSha256: kernel.artifact.sha256,
      rootSha256: root.sha256,
    },
  };
}
