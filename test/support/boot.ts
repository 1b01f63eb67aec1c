// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../../harness/boot/request.js';
import { type Artifact, artifactAt, idOf } from '../../harness/core/artifact.js';
import { localHost } from '../../harness/host/local.js';
import type { BootOutput } from '../../harness/host/types.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { Monitor } from '../../harness/vmm/types.js';

/** What a test boots. */
export interface TestBoot
  extends Pick<BootRequest, 'cmdline'>, Partial<Omit<BootRequest, 'artifacts' | 'cmdline'>> {
  /** Path of a kernel as a VMM loads it. */
  kernel: string;
  /** The root, and programs that load the app from the host. */
  files: readonly Artifact[];
  /** The monitor to take; QEMU when missing. */
  with?: Monitor;
  signal?: AbortSignal;
}

/** Boots a guest on this machine, with instructions counted unless the test says otherwise. */
export async function bootLocally({
  kernel,
  files,
  with: monitor,
  signal,
  ...own
}: TestBoot): Promise<BootOutput> {
  const host = localHost([monitor ?? createQemu()]);
  const all = [await artifactAt('kernel', kernel), ...files];
  for (const file of all) await host.put(file);
  const request: BootRequest = {
    ...{ monitor: 'qemu', clock: 'deterministic', idle: 'skipped', observer: 'frames' },
    ...{ memoryMib: 256, timeoutMs: 60_000 },
    ...own,
    artifacts: all.map(idOf),
  };
  return await host.boot(request, signal ?? new AbortController().signal);
}
