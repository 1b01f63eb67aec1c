// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { makeJob } from '../../../harness/app/make-job.js';
import type { AppDeclaration } from '../../../harness/app/types.js';
import { type DecodedConsole, decodeConsole } from '../../../harness/boot/frames.js';
import type { ClientOutput } from '../../../harness/boot/types.js';
import { rawText } from '../../../harness/core/foreign.js';
import { packagePath } from '../../../harness/core/paths.js';
import { buildRootfs } from '../../../harness/image/rootfs/build.js';
import { inTemp } from '../../support/temp.js';
import { guestProgram } from './guest-program.js';
import type { TestKernel } from './kernels.js';
import { type MachineChange, type MachineEnd, runMachine } from './machine.js';
import { requireQuiet } from './quiet.js';
import { pathOfRole } from '../../support/artifacts.js';

/** How to boot. */
export interface CommandOptions extends MachineChange {
  /** Added to the kernel's command line. */
  cmdline?: string;
  /** Packages, files and the like beside the test program. */
  app?: Partial<AppDeclaration>;
  /** A program of this machine by its path in the guest. */
  programs?: Record<string, string>;
  /** Longest life on the host's clock, ms; two minutes when missing. */
  timeoutMs?: number;
  /** Longest life of each command on the guest's clock, ms; ten minutes when missing. */
  withinMs?: number;
  /** Runs beside the machine; gets its folder, where the sockets are. */
  during?: (dir: string, running: AbortSignal) => Promise<void>;
}

/** A boot, and what its commands printed. */
export interface CommandBoot {
  decoded: DecodedConsole;
  /** QEMU's exit status, missing when it had to be stopped. */
  status?: number;
  /** Output of a command by its words, e.g. `births 500`. */
  of: (words: string) => ClientOutput;
}

const GUEST: AppDeclaration = {
  name: 'kml-test',
  title: 'KML test program',
  devices: ['null', 'zero'],
  directories: [{ path: '/tmp', mode: '1777' }],
  mounts: [{ type: 'proc', target: '/proc' }],
  // It traces, samples and mounts.
  privileged: true,
  command: ['/kml', 'idle'],
  network: 'none',
  ready: { line: 'ready' },
  checks: [],
};

/**
 * Path of a root that runs commands one after the other; a path runs that program, other words the test program.
 * @param withinMs longest life of each, ms of the guest.
 * @param programs further ones, of this machine, by their paths in the guest.
 */
export async function commandRoot(
  commands: readonly string[],
  changed: Partial<AppDeclaration> = {},
  withinMs = 600_000,
  programs: Readonly<Record<string, string>> = {},
): Promise<string> {
  const app = { ...GUEST, ...changed };
  const job = makeJob(app, { clock: 'deterministic', purpose: 'boot' });
  const clients = commands.map((words) => ({
    name: words.replaceAll(' ', '_').slice(0, 60),
    argv: words.startsWith('/') ? words.split(' ') : ['/kml', ...words.split(' ')],
    env: {},
    withinMs,
  }));
  const rootfs = await buildRootfs({
    app,
    appDir: packagePath('test', 'kml', 'guest'),
    job: { ...job, clients },
    extra: Object.entries({ '/kml': await guestProgram(), ...programs }).map(([path, source]) => ({
      ...{ path, source, mode: 0o755 },
    })),
  });
  return pathOfRole(rootfs, 'initrd');
}

/** What a machine's console says of its commands. */
export function readCommands(
  commands: readonly string[],
  { console, status, stderr }: MachineEnd,
): CommandBoot {
  const decoded = decodeConsole(console);
  return {
    decoded,
    ...(status === undefined ? {} : { status }),
    of: (words) => {
      const output = decoded.report?.clients[commands.indexOf(words)];
      const why = decoded.failure?.message ?? stderr;
      return (
        output ?? assert.fail(`no output of "${words}": ${why}\n${decoded.kernel.slice(-30).join('\n')}`)
      );
    },
  };
}

/** Boots a kernel and runs commands; see {@link commandRoot}. */
export async function bootCommands(
  kernel: TestKernel,
  commands: readonly string[],
  options: CommandOptions = {},
): Promise<CommandBoot> {
  const initramfs = await commandRoot(commands, options.app, options.withinMs, options.programs);
  return await inTemp(async (dir) => {
    const spec = {
      kernel: kernel.path,
      initramfs,
      cmdline: [kernel.cmdline, options.cmdline ?? ''].join(' ').trim(),
      memoryMib: 256,
      clock: 'deterministic' as const,
      timeoutMs: options.timeoutMs ?? 120_000,
      consolePath: join(dir, 'console'),
    };
    const sockets = {
      ...(options.monitor === undefined ? {} : { monitor: join(dir, options.monitor) }),
      ...(options.debugger === undefined ? {} : { debugger: join(dir, options.debugger) }),
    };
    const during = options.during;
    const end = await runMachine(
      spec,
      { ...options, ...sockets },
      during === undefined ? undefined : (running) => during(dir, running),
    );
    return readCommands(commands, end);
  });
}

/** As {@link bootCommands}, for programs that behave: the boot must end well and the kernel must have nothing to say. */
export async function bootQuietly(
  kernel: TestKernel,
  commands: readonly string[],
  options: CommandOptions = {},
): Promise<CommandBoot> {
  const boot = await bootCommands(kernel, commands, options);
  const { ending, failure, kernel: lines } = boot.decoded;
  requireQuiet(lines);
  assert.equal(ending, 'ok', `${failure?.message ?? ''}\n${lines.slice(-20).join('\n')}`);
  return boot;
}

/** Lines that a command printed, which must have found every check of its own fulfilled. */
export function passedLines({ name, status, ...said }: ClientOutput): string[] {
  const [stdout, stderr] = [said.stdout, said.stderr].map(rawText) as [string, string];
  const lines = stdout.trimEnd().split(/\r?\n/);
  const failures = lines.filter((line) => line.startsWith('FAIL'));
  assert.deepEqual(failures, [], `${name}:\n${stdout}${stderr}`);
  assert.equal(status, 0, `${name} ended with ${status}:\n${stdout}${stderr}`);
  assert.ok(stdout.length > 0, `${name} printed nothing`);
  return lines;
}
