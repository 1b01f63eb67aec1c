// SPDX-License-Identifier: Apache-2.0
import { parseCpuList } from '../../core/cpu-list.js';
import type { CpuGroup } from '../keeper/words.js';
import type { TuningOutcome } from '../../remote/tuning/types.js';
import type { AloneOptions } from './alone.js';

/** Path of the control group that `tuning` gives the isolated CPUs to, as `tuning/common.sh` has it. */
const GROUP = '/sys/fs/cgroup/lupine-bench';

/** CPUs of a host that are isolated as long as somebody measures there. */
export interface Isolation {
  /** Remembers what became of it. */
  set: (outcomes: readonly TuningOutcome[]) => void;
  /** The group that a monitor with these CPUs has to be in; none where they are not isolated, or not at the moment. */
  groupOf: (cpus: readonly number[] | undefined) => CpuGroup | undefined;
}

/** Follows what becomes of the isolation of CPUs that an entry asks for. */
export function isolationOf(alone: AloneOptions): Isolation {
  const isolated = parseCpuList(alone.tuning?.isolateCpus ?? '');
  let set = false;
  return {
    set: (outcomes) => {
      set = outcomes.some(({ what, state }) => what === 'isolateCpus' && state !== 'not set');
    },
    groupOf: (cpus = []) =>
      set && cpus.length > 0 && cpus.every((cpu) => isolated.includes(cpu))
        ? { path: GROUP, sudo: alone.sudo === true }
        : undefined,
  };
}
