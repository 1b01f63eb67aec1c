// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { nonceFor } from '../../harness/boot/nonce.js';
import { observerOf } from '../../harness/boot/observer.js';
import type { BootRequest, HostLoad } from '../../harness/boot/request.js';
import type { BootResult } from '../../harness/boot/types.js';
import { foreign } from '../../harness/core/foreign.js';
import { compiledOnHost } from '../../harness/core/host-program.js';
import { packagePath } from '../../harness/core/paths.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import { judgeEnded } from '../../harness/host/ended.js';
import { exitOfResult } from '../../harness/host/keeper/exit.js';
import { buildKeeper } from '../../harness/host/keeper/helper.js';
import { drivenOf } from '../../harness/host/keeper/load.js';
import { readResult } from '../../harness/host/keeper/result.js';
import { type KeptJob, jobBytes } from '../../harness/host/keeper/words.js';
import { bootHere } from '../../harness/host/local-boot.js';
import { notifyWords } from '../../harness/load/drive.js';
import { NETWORK_WORDS } from '../../harness/load/guest-network.js';
import { buildHelpers } from '../../harness/load/helpers.js';
import { withLoad } from '../../harness/load/verdict.js';
import { broughtOutcome } from '../../harness/vmm/brought/outcome.js';
import { runMonitor } from '../../harness/vmm/run-monitor.js';
import type { Monitor } from '../../harness/vmm/types.js';
import { becomes } from './processes.js';
import { inPlainTemp } from './temp.js';

/** Port of the guest. */
const PORT = 7000;

const FOLDER = 'programs';

/** A load on the guest that `serving.c` plays. */
export interface Served {
  /** How the guest behaves. */
  mode: string;
  /** What its clients say to it, one after the other. */
  words: readonly string[];
  timeoutMs?: number;
  /** How long it is waited for the guest to serve, ms. */
  withinMs?: number;
}

/** Folder with the program `serving`, for anybody to run: clients are nobody's. */
async function servingFolder(): Promise<string> {
  const source = packagePath('test', 'support', 'serving.c');
  const words = ['-O2', '-Wall', '-Wextra', '-Werror', '-static'];
  const dir = await compiledOnHost({
    ...{ label: 'a guest that serves', sources: [source], inputs: { words, folder: FOLDER } },
    compile: async (into, gcc) => {
      await mkdir(join(into, FOLDER), { mode: 0o755 });
      await gcc([...words, '-o', join(into, FOLDER, 'serving'), source]);
    },
    code: 'SERVING_GUEST',
  });
  return join(dir, FOLDER);
}

async function requestOf({
  mode,
  words,
  timeoutMs = 30_000,
  withinMs = 15_000,
}: Served): Promise<BootRequest & { load: HostLoad }> {
  const [cpu = 0] = (await cpuLayout()).allowed;
  const clients = words.map((word, index) => ({
    ...{ name: `client-${index}`, argv: ['./serving', 'ask', word], env: {} },
  }));
  return {
    ...{ monitor: 'uhyve', clock: 'wall', idle: 'skipped', cmdline: mode, memoryMib: 16, timeoutMs },
    ...{ artifacts: [], consoleBytes: 4096, bound: false },
    observer: { success: ['ready'], failures: [{ line: 'failed: {any}', says: 'it gave up' }], end: 'kill' },
    expects: { checks: [], clients: [], reportsMain: false, limitMs: 0 },
    load: { clients, port: PORT, cpu, knock: { withinMs } },
  };
}

/** A monitor of this machine whose guest is a program in the network of the boot. */
function servingMonitor(folder: string): Monitor {
  return {
    ...{ name: 'uhyve', clocks: ['wall'], endings: ['return'], devices: ['virtio-net'], kernels: [] },
    version: () => Promise.resolve('1'),
    protection: () => Promise.resolve({ has: [], lacks: [] }),
    argv: () => Promise.resolve([]),
    run: async (spec, signal) => {
      const command = [...(spec.tap?.enter ?? []), join(folder, 'serving'), 'guest', spec.cmdline];
      const { stopped, result, ...ended } = await runMonitor(
        { command, spec, timed: true, isFatal: () => false },
        signal,
      );
      return { ...broughtOutcome(stopped, result, ended.stderr), ...ended, argv: command };
    },
  };
}

/** Loads the guest on this machine. */
export async function servedHere(served: Served): Promise<BootResult> {
  const folder = await servingFolder();
  const request = await requestOf(served);
  const { signal } = new AbortController();
  return await inPlainTemp((dir) =>
    bootHere({ monitor: servingMonitor(folder), request, files: () => folder, dir, signal }),
  );
}

/** Loads the guest as a keeper does on another host. */
export async function servedThere(served: Served): Promise<BootResult> {
  const program = join(await servingFolder(), 'serving');
  const request = await requestOf(served);
  const { load, timeoutMs, consoleBytes } = request;
  const { 'guest-network': network, notify } = await buildHelpers();
  const made = nonceFor(request);
  const job: KeptJob = {
    ...{ name: 'served', timeoutMs, graceMs: 0, consoleBytes, timed: true, fatal: [] },
    monitor: [program, 'guest', served.mode],
    load: {
      ...{ network: [network, ...NETWORK_WORDS], notify: [notify, ...notifyWords(load)] },
      ...{ clients: served.words.map((word) => [program, 'ask', word]), cpu: load.cpu, ends: true },
    },
  };
  return await inPlainTemp(async (dir) => {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'job'), jobBytes(job));
    await execa(await buildKeeper(), ['--start', dir]);
    const read = async (name: string): Promise<string> =>
      await readFile(join(dir, name), 'utf8').catch(() => '');
    await becomes(async () => (await read('result')) !== '');
    const result = readResult(foreign(await read('result')), 'there');
    const ended = await judgeEnded({
      ...{ request, made, folder: dir, consolePath: join(dir, 'console') },
      exit: exitOfResult(result, foreign(await read('stderr')), [], request.monitor),
      observation: observerOf(request)(made.nonce, false),
      requireRoom: () => Promise.resolve(),
    });
    return withLoad(ended, await drivenOf(dir, load, 'there'), load);
  });
}
