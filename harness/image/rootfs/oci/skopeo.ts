// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programs } from '../../../core/programs.js';
import { aptEnvironment } from '../private-apt.js';
import { requireOciTool } from './tools.js';

/** How skopeo is run. */
export interface SkopeoRun {
  /** After this it gives up, e.g. `60s`. */
  within: string;
  /** No file that it writes becomes longer: a registry may send more than it said. */
  mostBytes: number;
  signal?: AbortSignal | undefined;
  /** Gets its standard output, byte for byte. */
  file?: string | undefined;
  cwd?: string | undefined;
}

/** Where `skopeo login` has put what lets us in; skopeo looks there itself. */
const LOGINS = ['REGISTRY_AUTH_FILE', 'XDG_RUNTIME_DIR', 'DOCKER_CONFIG'] as const;

/**
 * Runs skopeo. What is fetched is told apart by digests that somebody else stated, not by signatures, so the host needs no
 * signature policy.
 * @throws BenchError `OCI_TOOLS_MISSING`, `OCI_FETCH` (exit 3) with its words.
 */
export async function runSkopeo(args: readonly string[], how: SkopeoRun): Promise<void> {
  const { within, mostBytes, signal, file = '/dev/null', cwd = '/' } = how;
  await requireOciTool(signal);
  const logins = LOGINS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const env = { ...aptEnvironment(), ...(Object.fromEntries(logins) as Record<string, string>) };
  const run = programs({ code: 'OCI_FETCH', cwd, env, signal });
  const limit = Math.ceil(mostBytes / 1024);
  await run`ulimit -f ${limit}; exec skopeo --insecure-policy --command-timeout ${within} ${args} > ${file}`;
}

/** Works in a folder for small answers, which is removed afterwards. */
export async function inTemporary<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-oci-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
