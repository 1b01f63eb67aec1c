// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { boundToThisProcess, plainEnvironment } from '../../../harness/core/child.js';
import { killGroup } from '../../../harness/core/tool.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import type { VmSpec } from '../../../harness/vmm/types.js';

/** What a test changes on the harness's own machine. */
export interface MachineChange {
  /** CPU model, e.g. `qemu64`; `max` when missing. */
  cpu?: string;
  /** CPUs; more than one are emulated in turn, without instruction counting. */
  cpus?: number;
  /** Where all chance comes from; 1 when missing. */
  seed?: number;
  /** Socket for QEMU's monitor. */
  monitor?: string;
  /** Socket for a debugger; the machine then waits for one. */
  debugger?: string;
}

/** How a machine ended. */
export interface MachineEnd {
  /** QEMU's exit status: odd after isa-debug-exit, 0 after a reset. Missing when it had to be stopped. */
  status?: number;
  /** What QEMU itself said. */
  stderr: string;
  /** Serial console. */
  console: Buffer;
}

/** QEMU's command line as the harness has it, with the test's changes. */
async function changedArgv(spec: VmSpec, change: MachineChange): Promise<string[]> {
  const argv = await createQemu().argv(spec);
  const replace = (flag: string, value: string): void => {
    const at = argv.indexOf(flag);
    if (at < 0) throw new Error(`${flag} is not on QEMU's command line: ${argv.join(' ')}`);
    argv[at + 1] = value;
  };
  if (change.cpu !== undefined) replace('-cpu', change.cpu);
  if (change.seed !== undefined) replace('-seed', String(change.seed));
  if (change.cpus !== undefined && change.cpus > 1) {
    replace('-smp', String(change.cpus));
    argv.splice(argv.indexOf('-icount'), 2);
  }
  if (change.monitor !== undefined) argv.push('-monitor', `unix:${change.monitor},server=on,wait=off`);
  if (change.debugger !== undefined) {
    argv.push(
      '-S',
      '-chardev',
      `socket,id=gdb,path=${change.debugger},server=on,wait=off`,
      '-gdb',
      'chardev:gdb',
    );
  }
  return argv;
}

/**
 * Runs a machine to its end; it dies with this process.
 * @param during works beside the running machine; the machine is stopped when it fails.
 */
export async function runMachine(
  spec: VmSpec,
  change: MachineChange,
  during?: (running: AbortSignal) => Promise<void>,
): Promise<MachineEnd> {
  const [program = '', ...args] = await changedArgv(spec, change);
  const [file, guarded] = boundToThisProcess(program, args);
  const child = execa(file, guarded, {
    env: plainEnvironment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    detached: true,
  });
  const stop = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  const ended = new AbortController();
  const timer = setTimeout(stop, spec.timeoutMs);
  const beside = (during?.(ended.signal) ?? Promise.resolve()).catch((error: unknown) => {
    stop();
    throw error;
  });
  try {
    // Together: a failure beside the machine stops it, and is then the failure of the whole.
    const [{ exitCode, stderr }] = await Promise.all([
      child.finally(() => {
        ended.abort();
      }),
      beside,
    ]);
    const console = await readFile(spec.consolePath).catch(() => Buffer.alloc(0));
    return { ...(exitCode === undefined ? {} : { status: exitCode }), stderr, console };
  } finally {
    clearTimeout(timer);
    stop();
  }
}
