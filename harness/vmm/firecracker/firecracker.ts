// SPDX-License-Identifier: Apache-2.0
import { hostAbilities } from '../../confine/abilities.js';
import { buildConfine } from '../../confine/helper.js';
import { hostProgram } from '../../confine/program.js';
import { monitorProtection } from '../monitor-protection.js';
import { FIRECRACKER } from '../names.js';
import { pinned } from '../qemu-argv.js';
import { runMonitor } from '../run-monitor.js';
import type { Monitor, VmExit, VmSpec } from '../types.js';
import { firecrackerArgv } from './argv.js';
import { firecrackerArgs } from './boot-args.js';
import { isTimerOn, timerAddress } from './boot-timer.js';
import { carriedFirecracker } from './carried.js';
import { confinedMachine } from './confined.js';
import { endOf } from './end.js';
import { JAILED, JAILER_VARIABLE, jailedMachine } from './jailed.js';
import { requireElf, requireMicrovm } from './kernel.js';
import { type MachineFiles, filesBeside, makeMachine } from './machine.js';
import { PROGRAM_VARIABLE, firecrackerVersion } from './version.js';

/** Which programs are used. */
export interface FirecrackerPrograms {
  /** Name or path of Firecracker. */
  program?: string | undefined;
  /** Path of its jailer; confined by the harness when missing. */
  jailer?: string | undefined;
}

/** Firecracker, for guests under KVM: each from a file, without its API. */
export function createFirecracker({
  program = process.env[PROGRAM_VARIABLE] ?? 'firecracker',
  jailer = process.env[JAILER_VARIABLE],
}: FirecrackerPrograms = {}): Monitor {
  const programs = { program, jailer };
  const version = async (): Promise<string> => (await firecrackerVersion(program)).text;
  return {
    name: FIRECRACKER,
    clocks: ['wall'],
    endings: ['reset'],
    devices: ['serial', 'virtio-blk', 'virtio-net'],
    kernels: ['elf-pvh'],
    carried: carriedFirecracker(program, version),
    version,
    argv: (spec) =>
      Promise.resolve([...pinned(spec.cpus), ...firecrackerArgv(program, filesBeside(spec), isTimerOn())]),
    run: async (spec, signal) => await runFirecracker(programs, spec, signal),
    protection: async (signal) =>
      jailer === undefined ? monitorProtection(await hostAbilities(signal), undefined) : JAILED,
  };
}

/** A machine that can be started. */
interface ReadyMachine {
  command: readonly string[];
  files: MachineFiles;
  /** Words to be written down. */
  argv: string[];
}

async function runFirecracker(
  programs: FirecrackerPrograms & { program: string },
  spec: VmSpec,
  signal?: AbortSignal,
): Promise<VmExit> {
  requireMicrovm(spec);
  await requireElf(spec.kernel);
  const timer = isTimerOn();
  const address = timer ? timerAddress(await firecrackerVersion(programs.program)) : undefined;
  const boot = { args: firecrackerArgs(spec.cmdline, address), timer };
  const { command, files, argv } = await readyMachine(programs, spec, boot, signal);
  signal?.throwIfAborted();
  const end = await runMonitor(
    {
      // Pinned first: between the announcement and Firecracker there is no other program.
      command: [...(spec.tap?.enter ?? []), ...pinned(spec.cpus), ...command],
      ...{ spec, timed: true },
      // It ends whenever KVM does.
      isFatal: () => false,
    },
    signal,
  );
  return { ...(await endOf(end, files)), argv: [...pinned(spec.cpus), ...argv] };
}

async function readyMachine(
  { program, jailer }: FirecrackerPrograms & { program: string },
  spec: VmSpec,
  boot: { args: string; timer: boolean },
  signal?: AbortSignal,
): Promise<ReadyMachine> {
  const found = await hostProgram(program);
  if (jailer !== undefined) return await jailedMachine({ jailer, program: found.program }, spec, boot);
  const files = filesBeside(spec);
  const here = {
    ...{ name: program, found },
    ...{ helper: await buildConfine(signal), abilities: await hostAbilities(signal) },
  };
  const { config, command } = confinedMachine(here, spec, files, boot);
  const [file, words] = command(await makeMachine(files, spec, config));
  return { command: [file, ...words], files, argv: firecrackerArgv(program, files, boot.timer) };
}
