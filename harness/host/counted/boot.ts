// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FRAME_START } from '../../boot/frame-scan.js';
import { newDigits } from '../../boot/nonce.js';
import { observerOf } from '../../boot/observer.js';
import type { BootRequest } from '../../boot/request.js';
import type { BootResult } from '../../boot/types.js';
import type { ArtifactRole } from '../../core/artifact.js';
import { attemptError } from '../../core/errors.js';
import { foreign, foreignLines, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { MadeFile, VmExit } from '../../vmm/types.js';
import { judgeEnded } from '../ended.js';
import { filesInto } from '../keeper/ask.js';
import { exitOfResult } from '../keeper/exit.js';
import { textOf } from '../keeper/follow.js';
import { longestFile } from '../keeper/longest.js';
import { oddAnswer, readResult } from '../keeper/result.js';
import { jobBytes } from '../keeper/words.js';
import { BOOT_FOLDER } from '../scratch.js';
import type { KeepConsole } from '../types.js';
import { readCounted } from './answer.js';
import { writeArchive } from './archive.js';
import { BOOT, countedJob, rolesOf } from './job.js';
import { COUNTED, type CountedMachine, countedMemoryMib } from './machine.js';

/** A boot to make on a counted KVM host. */
export interface CountedBoot {
  machine: CountedMachine;
  request: BootRequest;
  /** Path here of an artefact of the request. */
  files: (role: ArtifactRole) => string;
  /** Folder for the boot's own files, with nothing in it. */
  dir: string;
  signal: AbortSignal;
  keep?: KeepConsole | undefined;
}

/** What the host itself may print beside the guest's console, bytes. */
const HOST_BYTES = 1024 * 1024;

/**
 * Makes one boot on a KVM host whose instructions are counted: one machine for one boot, with everything in memory. The guest's time and
 * that of its monitor are those of the host.
 * @throws BenchError (exit 3) `COUNTED_HOST_DIED`, `COUNTED_HOST_FAILED`, `KEEPER_ANSWER`, `DISK_FULL`; an AbortError when interrupted.
 */
export async function bootCounted(boot: CountedBoot): Promise<BootResult> {
  const { machine, request, dir, signal, keep } = boot;
  const made = newDigits();
  const observation = observerOf(request)(made.nonce, request.bound);
  const { awaited } = request.observer === 'frames' ? { awaited: FRAME_START } : observation;
  const { job, argv, made: files } = countedJob(machine.inner, request, { uuid: made.uuid, awaited });
  const outer = await runHost(boot, jobBytes(job), files);
  signal.throwIfAborted();
  const exit = (await leftBehind(boot, outer, argv)) ?? { ...outer, argv, stderr: foreign('') };
  const consolePath = join(dir, 'console');
  const ended = {
    request,
    exit: { ...exit, hostMs: outer.hostMs },
    made,
    observation,
    consolePath,
    folder: BOOT,
  };
  const result = await judgeEnded({ ...ended, requireRoom: () => Promise.resolve(), keep });
  return { ...result, countedBy: outer.argv.map((word) => word.replaceAll(dir, () => BOOT_FOLDER)) };
}

/** Name of the host's own console in the folder of a boot. */
const HOST_CONSOLE = 'host-console';

/** Boots the host, and lets it end. */
async function runHost(
  { machine, request, files, dir, signal }: CountedBoot,
  job: Uint8Array,
  made: readonly MadeFile[],
): Promise<VmExit> {
  const { outer, kernel, root } = machine;
  const initramfs = join(dir, 'root.cpio');
  const own = { job, made, files: rolesOf(request).map((role) => ({ role, path: files(role) })) };
  const bytes = await writeArchive(root.archive, own, initramfs);
  return await outer.run(
    {
      ...{ kernel: kernel.artifact.path, cmdline: kernel.cmdline, initramfs, clock: 'deterministic' },
      memoryMib: countedMemoryMib(request.memoryMib, bytes),
      timeoutMs: request.timeoutMs,
      consolePath: join(dir, HOST_CONSOLE),
      consoleBytes: request.consoleBytes + HOST_BYTES,
    },
    signal,
  );
}

/**
 * Puts what the host says of a boot into the folder, and gives how the monitor there ended. Undefined for a host that was stopped because
 * of the guest, which had no end.
 */
async function leftBehind(
  { request, dir }: CountedBoot,
  outer: VmExit,
  argv: string[],
): Promise<VmExit | undefined> {
  if (outer.kind === 'timeout') return undefined;
  if (outer.kind === 'vmm-failed') throw hostFailed(outer);
  const most = (name: string): number | undefined =>
    name === 'console' ? request.consoleBytes : longestFile(name, request);
  await readCounted(join(dir, HOST_CONSOLE), filesInto(dir, most));
  const result = readResult(await textOf(dir, 'result'), COUNTED);
  const { size } = await stat(join(dir, 'console')).catch(() => ({ size: 0 }));
  if (size !== Math.min(result.console, request.consoleBytes))
    throw oddAnswer(COUNTED, 'a console that is not whole');
  return exitOfResult(result, await textOf(dir, 'stderr'), argv, request.monitor);
}

/** What counts did not start, or was ended from outside. */
function hostFailed({ argv, stderr, signal, status }: VmExit): Error {
  const last = printable(foreignLines(trimmed(stderr)).at(-1) ?? foreign(''), 200);
  const how = signal === undefined ? `ended with status ${status ?? 'unknown'}` : `was ended by ${signal}`;
  return attemptError(
    'COUNTED_HOST_FAILED',
    `${argv[0] ?? 'the monitor'}, which counts the KVM host, ${how}${last === '' ? '' : `: ${last}`}`,
    'See that this machine has memory to spare, then resume; `lupine-bench doctor` looks at QEMU.',
  );
}
