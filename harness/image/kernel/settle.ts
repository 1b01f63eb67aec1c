// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { prettyJson } from '../../core/json.js';
import { toolVersion } from '../../core/tool-version.js';
import type { BaseConfig } from '../../system/types.js';
import { complete, parseConfig, refusedNames } from './config.js';
import { type OptionRequest, renderFragment } from './fragments.js';
import { baseConfigInput } from './own-config.js';
import { sourceOf } from './patched-source.js';
import type { KernelSource } from './source.js';

/** What is asked of Kconfig. */
export interface SettleRequest {
  /** What a reader sees, e.g. `lupine-general+crypto`. */
  label: string;
  kernelSource: KernelSource;
  patches: readonly string[];
  baseConfig: BaseConfig;
  /** Asked for first. */
  wishes: readonly OptionRequest[];
  /** Asked for where there is no wish, or where the wish was refused. */
  otherwise: readonly OptionRequest[];
  /** A folder for Kconfig's files, shared by several requests one after the other; it compiles itself there once. */
  work: string;
  signal?: AbortSignal;
}

/** What Kconfig made of it. */
export interface Settled {
  /** Requests that it takes, every one, sorted by name. */
  requests: OptionRequest[];
  /** The same as a fragment, a file in the cache. */
  fragment: string;
  /** Final values by option name. */
  values: Map<string, string>;
}

const FRAGMENT = 'fragment.config';

/**
 * Drops the requests that do not survive `olddefconfig`, until all others do; the cache remembers the result. An ordinary
 * system has none to drop: there a refused request is an error.
 * @throws BenchError as {@link sourceOf}; `KCONFIG_FAILED` (exit 3).
 */
export async function settle(request: SettleRequest): Promise<Settled> {
  const { label, kernelSource, patches, baseConfig, wishes, otherwise, work, signal } = request;
  const text = (list: readonly OptionRequest[]): string[] =>
    list.map(({ name, value }) => `${name}=${value}`);
  const source = await sourceOf(kernelSource, patches, signal);
  const { dir } = await cached({
    kind: 'config',
    label: `configuration ${label}`,
    inputs: {
      format: 1,
      source: kernelSource.sha256,
      patches: [...patches],
      start: await baseConfigInput(baseConfig),
      wishes: text(wishes),
      otherwise: text(otherwise),
      compiler: await toolVersion('gcc'),
      linker: await toolVersion('ld'),
    },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const { taken, config } = await rounds(request, source, work);
      await writeFile(join(into, 'config'), config);
      await writeFile(join(into, 'requests.json'), prettyJson(taken));
      await writeFile(join(into, FRAGMENT), renderFragment(taken));
    },
  });
  return {
    requests: JSON.parse(await readFile(join(dir, 'requests.json'), 'utf8')) as OptionRequest[],
    fragment: join(dir, FRAGMENT),
    values: parseConfig(await readFile(join(dir, 'config'), 'utf8')),
  };
}

async function rounds(
  { baseConfig, wishes, otherwise, signal }: SettleRequest,
  source: string,
  work: string,
): Promise<{ taken: OptionRequest[]; config: string }> {
  const second = new Map(otherwise.map((one) => [one.name, one]));
  const current = new Map([...second, ...wishes.map((one) => [one.name, one] as const)]);
  // Each round without an end takes something back, and nothing comes again: it ends.
  for (;;) {
    const taken = [...current.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const config = await complete(source, work, baseConfig, taken, signal);
    const refused = refusedNames(taken, config);
    if (refused.length === 0) return { taken, config };
    for (const name of refused) {
      const next = second.get(name);
      if (next === undefined || next === current.get(name)) current.delete(name);
      else current.set(name, next);
    }
  }
}
