// SPDX-License-Identifier: Apache-2.0
import type { Job } from '../../harness/app/job.js';
import { expectedReport } from '../../harness/boot/expected.js';
import type { BootRequest, ExpectedReport } from '../../harness/boot/request.js';
import type { BootResult } from '../../harness/boot/types.js';
import { type Artifact, artifactAt, idOf } from '../../harness/core/artifact.js';
import { localHost } from '../../harness/host/local.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { CONSOLE_BYTES, type Monitor } from '../../harness/vmm/types.js';

/** What a test boots. */
export interface TestBoot
  extends Pick<BootRequest, 'cmdline'>, Partial<Omit<BootRequest, 'artifacts' | 'cmdline' | 'expects'>> {
  /** Path of a kernel as a VMM loads it. */
  kernel: string;
  /** The root, and programs that load the app from the host. */
  files: readonly Artifact[];
  /** What the guest is to do; nothing when missing. */
  job?: Job | undefined;
  /** The monitor to take; QEMU when missing. */
  with?: Monitor;
  signal?: AbortSignal;
}

/** A boot, and what was kept of its console. */
export interface TestBootOutput {
  result: BootResult;
  console: Buffer;
}

/** A guest that does nothing. */
const NOTHING: ExpectedReport = { checks: [], clients: [], reportsMain: false, limitMs: 0 };

/** What a host is asked for, and what it must be given before: with instructions counted unless the test says otherwise. */
export async function requestOf({
  kernel,
  files,
  job,
  with: _monitor,
  signal: _signal,
  ...own
}: TestBoot): Promise<{ request: BootRequest; artifacts: Artifact[] }> {
  const artifacts = [await artifactAt('kernel', kernel), ...files];
  const request: BootRequest = {
    ...{ monitor: 'qemu', clock: 'deterministic', idle: 'skipped', observer: 'frames' },
    ...{ memoryMib: 256, timeoutMs: 60_000, consoleBytes: CONSOLE_BYTES, bound: true },
    ...own,
    expects: job === undefined ? NOTHING : expectedReport(job),
    artifacts: artifacts.map(idOf),
  };
  return { request, artifacts };
}

/** Boots a guest on this machine. */
export async function bootLocally(boot: TestBoot): Promise<TestBootOutput> {
  const { with: monitor, signal } = boot;
  const host = localHost([monitor ?? createQemu()]);
  const { request, artifacts } = await requestOf(boot);
  for (const file of artifacts) await host.put(file);
  const pieces: Uint8Array[] = [];
  const result = await host.boot(request, signal ?? new AbortController().signal, async (console) => {
    for await (const piece of console) pieces.push(piece);
  });
  return { result, console: Buffer.concat(pieces) };
}
