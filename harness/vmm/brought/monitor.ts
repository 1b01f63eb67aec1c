// SPDX-License-Identifier: Apache-2.0
import { hostAbilities } from '../../confine/abilities.js';
import { buildConfine } from '../../confine/helper.js';
import { pinned } from '../qemu-argv.js';
import { runMonitor } from '../run-monitor.js';
import type { Monitor, VmExit, VmSpec } from '../types.js';
import { broughtArgv, broughtProtection, confinedBrought } from './confined.js';
import { broughtOutcome } from './outcome.js';
import type { BroughtMonitor } from './types.js';

/** What stands for the version of a program that does not say it: its digest is in the record of each boot. */
const BROUGHT = 'a file of the system';

/** A monitor of this machine that systems bring. */
export function createBrought(monitor: BroughtMonitor): Monitor {
  const { name, endings, devices, kernels } = monitor;
  return {
    ...{ name, endings, devices, kernels, clocks: ['wall'] },
    version: () => Promise.resolve(BROUGHT),
    argv: (spec) => Promise.resolve(broughtArgv(monitor, spec)),
    protection: async (signal) => broughtProtection(await hostAbilities(signal)),
    run: async (spec, signal) => await runBrought(monitor, spec, signal),
  };
}

async function runBrought(monitor: BroughtMonitor, spec: VmSpec, signal?: AbortSignal): Promise<VmExit> {
  const there = { helper: await buildConfine(signal), abilities: await hostAbilities(signal) };
  const [confine, confined] = confinedBrought(monitor, there, spec);
  signal?.throwIfAborted();
  const { stopped, result, ...ended } = await runMonitor(
    {
      // Pinned first: between the announcement and the monitor there is no other program.
      command: [...(spec.tap?.enter ?? []), ...pinned(spec.cpus), confine, ...confined],
      ...{ spec, timed: true },
      // What stands on its standard error may be the guest's word.
      isFatal: () => false,
    },
    signal,
  );
  return {
    ...broughtOutcome(stopped, result, ended.stderr),
    ...ended,
    argv: broughtArgv(monitor, spec),
    guestFault: monitor.faultIn(ended.stderr),
  };
}
