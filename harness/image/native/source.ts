// SPDX-License-Identifier: Apache-2.0
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { measureError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import { programs } from '../../core/programs.js';
import { rawText } from '../../core/foreign.js';
import { runTool } from '../../core/tool.js';
import { aptEnvironment } from '../rootfs/private-apt.js';
import { parseDsc } from './dsc.js';
import { sourceAptOptions } from './source-apt.js';
import { knownSources } from './source-lock.js';
import type { NativeOptions, SourcePackage } from './types.js';

const CODE = 'SOURCE_PACKAGE';
const NEXT = 'Check the network, and that the lists below /etc/apt name a server of Debian 12.';

/**
 * Gives a Debian source package: a version that the lock file knows as long as the servers have it, else the newest one
 * that can be downloaded. It is fetched once; apt checks it against the signed lists.
 * @throws BenchError `SOURCE_LISTS`, `SOURCE_PACKAGE` or `SOURCE_CHECKSUM` (exit 3).
 */
export async function findSourcePackage(name: string, options: NativeOptions = {}): Promise<SourcePackage> {
  const { signal } = options;
  const known = (options.known ?? (await knownSources())).filter((source) => source.package === name);
  const { dir } = await cached({
    kind: 'source',
    label: `source package ${name}`,
    inputs: { format: 1, sourcePackage: name, preferred: known.map(({ version }) => version) },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      options.onProgress?.(`downloading the source package ${name}`);
      await download(
        name,
        known.map(({ version }) => version),
        into,
        signal,
      );
      await identify(into);
    },
  });
  const { dsc, control } = await identify(dir);
  const sha256 = await sha256File(dsc);
  return {
    ...control,
    dsc,
    sha256,
    files: control.sha256,
    known: known.some((source) => source.sha256 === sha256),
  };
}

/** A mirror may list a version whose files it does not have, so the others are tried too. */
async function download(
  name: string,
  preferred: string[],
  into: string,
  signal?: AbortSignal,
): Promise<void> {
  const apt = await sourceAptOptions(signal);
  const options = { env: aptEnvironment(), signal, code: CODE, next: NEXT };
  const shown = await runTool('apt-cache', [...apt, 'showsrc', '--only-source', '--', name], options);
  const offered = [...rawText(shown).matchAll(/^Version: (\S+)$/gm)].map(([, version = '']) => version);
  const wanted = preferred.filter((version) => offered.includes(version));
  // Without a version apt takes the newest.
  const requests = [
    ...wanted.map((version) => `${name}=${version}`),
    name,
    ...offered.map((version) => `${name}=${version}`),
  ];
  let failure: unknown = measureError(CODE, `apt knows no source package ${name}.`, NEXT);
  for (const request of offered.length === 0 ? [] : new Set(requests)) {
    const trial = join(into, 'trial');
    await mkdir(trial);
    try {
      const run = programs({ ...options, cwd: trial });
      await run`apt-get ${apt} -q source --download-only --only-source -- ${request}`;
      for (const file of await readdir(trial)) await rename(join(trial, file), join(into, file));
      return;
    } catch (error) {
      signal?.throwIfAborted();
      failure = error;
    } finally {
      await rm(trial, { recursive: true });
    }
  }
  throw failure;
}

/** Reads the `.dsc` of a folder and checks every file that it names. */
async function identify(
  dir: string,
): Promise<{ dsc: string; control: NonNullable<ReturnType<typeof parseDsc>> }> {
  const dsc = join(dir, (await readdir(dir)).find((file) => file.endsWith('.dsc')) ?? '.dsc');
  const control = parseDsc(await readFile(dsc, 'utf8'));
  if (control === undefined) throw measureError(CODE, `${dsc} does not describe a source package.`, NEXT);
  for (const [file, expected] of Object.entries(control.sha256)) {
    const found = await sha256File(join(dir, file));
    if (found === expected) continue;
    const message = `${file} of ${control.name} ${control.version} has SHA-256 ${found}, its .dsc says ${expected}.`;
    throw measureError(
      'SOURCE_CHECKSUM',
      message,
      'Try again; if it stays so, the server is not to be trusted.',
    );
  }
  return { dsc, control };
}
