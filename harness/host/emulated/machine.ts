// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { join } from 'node:path';
import { measureError } from '../../core/errors.js';
import { says, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { Monitor, VmExit } from '../../vmm/types.js';
import { sshGreets } from './banner.js';
import { consoleSays } from './console-says.js';

/** What every emulated host is booted from. */
export interface HostImage {
  kernel: string;
  disk: string;
  cmdline: string;
}

/** One emulated host to start. */
export interface EmulatedMachine {
  name: string;
  /** Address and port of this machine at which its SSH server answers. */
  address: string;
  port: number;
  /** Folder of its console and of what it changes on its disk. */
  dir: string;
  /** Path of the disk that has its keys. */
  given: string;
  memoryMib: number;
  /** Virtual CPUs. */
  processors: number;
}

/** An emulated host whose SSH server answers. */
export interface RunningMachine {
  /** From the start of the monitor to the greeting of the SSH server, ms of this machine's clock. */
  readyMs: number;
  /** Ends when the machine has ended: because it was told to, by itself, or by a failure. */
  ended: Promise<VmExit | undefined>;
}

/** Name of the file with what a host printed on its console. */
export const CONSOLE = 'console';

/** The SSH server's own words when it can be asked: before, a connection would be taken and not answered. */
const LISTENS = 'Server listening on';

/** Longest time to the first greeting, ms: a machine that does ten other things is slow. */
const READY_MS = 180_000;

/** Longest life, ms: as long as a timer can be. */
const LIFE_MS = 2 ** 31 - 1;

/**
 * Starts an emulated host, and waits for its SSH server. It ends with `signal`, or with this process.
 * @throws BenchError `HOST_PORT` (exit 3, another port may do), `HOST_NOT_READY` or `HOST_ENDED` (exit 3).
 */
export async function startMachine(
  monitor: Monitor,
  image: HostImage,
  machine: EmulatedMachine,
  signal: AbortSignal,
): Promise<RunningMachine> {
  const { name, address, port, dir, given, memoryMib, processors } = machine;
  const began = performance.now();
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const { watch, said } = consoleSays(LISTENS);
  const running = monitor.run(
    {
      ...{ ...image, watch },
      ...{ memoryMib, clock: 'none', timeoutMs: LIFE_MS, consolePath: join(dir, CONSOLE) },
      host: { port, given, processors },
    },
    until,
  );
  const waiting = AbortSignal.any([until, AbortSignal.timeout(READY_MS)]);
  try {
    const ready = said.then(() => sshGreets(address, port, waiting));
    const late = once(waiting, 'abort').then(() => waiting.throwIfAborted());
    const over = await Promise.race([running, ready, late]);
    if (over !== undefined) throw endedError(machine, over);
  } catch (error) {
    signal.throwIfAborted();
    failed.abort();
    await running.catch(() => undefined);
    if (!waiting.aborted || !(error instanceof DOMException)) throw error;
    throw measureError(
      'HOST_NOT_READY',
      `the emulated host ${name} did not answer by SSH within ${READY_MS / 1000} s.`,
      'Try again when this machine has less to do, or with fewer hosts.',
    );
  }
  const ended = running.catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  return { readyMs: performance.now() - began, ended };
}

/** The error for an emulated host that ended. */
export function endedError({ name, port }: Pick<EmulatedMachine, 'name' | 'port'>, exit: VmExit): Error {
  if (says(exit.stderr, /Could not set up host forwarding rule/)) {
    return measureError(
      'HOST_PORT',
      `port ${port} of this machine was taken before the emulated host ${name} had it.`,
      'Call the command again.',
    );
  }
  const said = printable(trimmed(exit.stderr), 300);
  const how = exit.status === undefined ? exit.kind : `${exit.kind} with status ${exit.status}`;
  return measureError(
    'HOST_ENDED',
    `the emulated host ${name} ended (${how})${said === '' ? '.' : `: ${said}`}`,
    'Call the command again; `lupine-bench doctor` says whether QEMU works here.',
  );
}
