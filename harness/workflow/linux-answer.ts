// SPDX-License-Identifier: Apache-2.0
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../core/files.js';
import { digestOf, prettyJson } from '../core/json.js';
import { cacheFolder } from '../core/cache-folder.js';
import type { Host } from '../host/types.js';
import { readAnswer } from '../vmm/kvm-probe.js';
import type { KvmAnswer } from '../vmm/probe-verdict.js';

/** Whose answer to the question whether KVM runs Linux is meant. */
export interface LinuxQuestion {
  host: Host;
  /** Name of the monitor. */
  monitor: string;
}

/** Part of the name of a remembered answer: to be raised when the proof changes. */
const PROOF_VERSION = 2;

/** What is remembered of a host and a version of its monitor; a refusal is believed for a day. */
export async function readLinuxAnswer(question: LinuxQuestion): Promise<KvmAnswer | undefined> {
  return await readAnswer(await fileOf(question));
}

/** Remembers an answer in the place of any earlier one. */
export async function rememberLinuxAnswer(question: LinuxQuestion, answer: KvmAnswer): Promise<void> {
  await writeAtomic(await fileOf(question), prettyJson(answer));
}

/** Forgets the answer, so that Linux is tried again. */
export async function forgetLinuxAnswer(question: LinuxQuestion): Promise<void> {
  await rm(await fileOf(question), { force: true });
}

async function fileOf({ host, monitor }: LinuxQuestion): Promise<string> {
  const { version } = await host.monitor(monitor);
  const key = digestOf({ host: await host.identity(), monitor, version, proof: PROOF_VERSION });
  return join(await cacheFolder('probe'), `linux-${key.slice(0, 16)}.json`);
}
