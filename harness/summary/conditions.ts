// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { Conditions } from '../metric/conditions.js';
import type { Clock } from '../metric/types.js';
import type { Plan } from '../plan/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import { type System, isGuest } from '../system/types.js';
import { workloadOf } from '../workload/registry.js';

/** What a value is of. */
interface Measured {
  system: string;
  metric: string;
}

/** What a value of a run was measured under, for the comparison with others: of imported logs what these say, else what the plan does. */
export function conditionsOf(
  { clock, imported }: Pick<Plan, 'clock' | 'imported'>,
  scenario: ScenarioFile,
  { system, metric }: Measured,
  catalogue: SystemCatalogue,
): Conditions {
  if (imported !== undefined) {
    const bySystem = ownValue(imported.conditions ?? {}, scenario.name) ?? {};
    return ownValue(bySystem, system) ?? {};
  }
  const workload = workloadOf(scenario);
  const { kind, purpose, clientsOn } = workload;
  // A look at files knows no machine.
  if (kind === 'inspect') return {};
  return {
    ...(kind === 'boot' ? { memory: `${scenario.memory_mib} MiB` } : {}),
    ...(purpose === 'load' ? { client: clientsOn === 'guest' ? 'in the guest' : 'on the host' } : {}),
    ...workload.conditions(scenario.parameters, metric),
    ...ofSystem(catalogue.resolve(system), kind === 'boot' ? clock : 'wall'),
  };
}

/** What a guest is on every system, but where the system declares something else; of one with its own kernel less is known. */
function ofSystem(system: System, root: Clock): Conditions {
  const { machine = 'microvm', conditions } = system;
  const shared = { machine, cpus: 1, console: 'serial port' };
  if (isGuest(system)) return { ...shared, root: 'its own', ...conditions };
  const inMemory = root === 'deterministic' || machine !== 'microvm';
  return {
    ...shared,
    root: inMemory ? 'initramfs' : 'ext2 on virtio-blk',
    allocator: "the program's own",
    ...conditions,
  };
}
