// SPDX-License-Identifier: Apache-2.0
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError, EXIT } from '../../core/errors.js';
import { programs } from '../../core/programs.js';
import { rawText } from '../../core/foreign.js';
import { runTool } from '../../core/tool.js';
import type { BaseConfig } from '../../system/types.js';
import { type OptionRequest, renderFragment } from './fragments.js';
import { readOwnConfig } from './own-config.js';

/** Make variables that keep time, user, host and build number out of the kernel. */
export const fixedVariables = [
  'KBUILD_BUILD_TIMESTAMP=1970-01-01 00:00:00 UTC',
  'KBUILD_BUILD_USER=lupine',
  'KBUILD_BUILD_HOST=bench',
  'KBUILD_BUILD_VERSION=1',
  'LOCALVERSION=',
] as const;

/** Completes the options into a full `.config` in the build folder, whatever Kconfig makes of them; gives its text. */
export async function complete(
  source: string,
  buildDir: string,
  base: BaseConfig,
  requests: readonly OptionRequest[],
  signal?: AbortSignal,
): Promise<string> {
  const asked = join(buildDir, 'asked.config');
  await writeFile(asked, renderFragment(requests));
  const run = programs({ env: { KCONFIG_ALLCONFIG: asked }, signal, code: 'KCONFIG_FAILED' });
  const make = (target: string): Promise<void> =>
    run`make -C ${source} O=${buildDir} ${fixedVariables} ${target}`;
  if (typeof base === 'string') await make(base);
  else {
    // Of an option that stands twice Kconfig takes the last line.
    const whole = await readOwnConfig(base.config);
    await writeFile(join(buildDir, '.config'), `${whole}\n${renderFragment(requests)}`);
  }
  await make('olddefconfig');
  await copyFile(join(buildDir, '.config'), join(buildDir, 'final.config'));
  return await readFile(join(buildDir, '.config'), 'utf8');
}

/**
 * Completes the options into a full `.config` in the build folder; gives its text.
 * @throws BenchError `OPTION_REFUSED` (exit 2) naming every option that does not exist or did not survive.
 */
export async function configure(
  source: string,
  buildDir: string,
  base: BaseConfig,
  requests: readonly OptionRequest[],
  signal?: AbortSignal,
): Promise<string> {
  const config = await complete(source, buildDir, base, requests, signal);
  const known = await knownOptions(source, signal);
  const complaints = complaintsOf(requests, known, config);
  if (complaints.length === 0) return config;
  throw new BenchError({
    code: 'OPTION_REFUSED',
    message: `the kernel's configuration did not take:\n  ${complaints.join('\n  ')}`,
    next: 'Check the spelling, and the option\'s "depends on" in the Kconfig files of this kernel version; fragments fit the version in the name of a system, as lupine-redis@6.12.',
    exit: EXIT.usage,
  });
}

/**
 * One line for each request that a source does not know, or that its final configuration does not honour. An unknown option may be
 * off where an earlier fragment asks for it: so the fragment for one version of the kernel takes back what others share.
 */
export function complaintsOf(
  requests: readonly OptionRequest[],
  known: ReadonlySet<string>,
  config: string,
): string[] {
  const unknown = requests.filter(({ name }) => !known.has(name));
  return [
    ...unknown
      .filter(({ value, before }) => value !== 'n' || before === undefined)
      .map(({ name, origin }) => `${origin}: CONFIG_${name} does not exist`),
    ...refusedOptions(
      requests.filter(({ name }) => known.has(name)),
      config,
    ),
  ];
}

/** Every option that the Kconfig files of a source declare. */
async function knownOptions(source: string, signal?: AbortSignal): Promise<Set<string>> {
  const declaration = String.raw`^[[:space:]]*(menu)?config [A-Za-z0-9_]+`;
  const args = ['-rhoE', '--include=Kconfig*', declaration, source];
  const found = await runTool('grep', args, { signal, code: 'KCONFIG_FAILED' });
  return new Set(
    rawText(found)
      .split('\n')
      .map((line) => line.trim().split(' ').at(-1) ?? ''),
  );
}

/** Final values by option name; an option that is absent or "not set" is missing. */
export function parseConfig(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^CONFIG_(\w+)=(.+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return values;
}

/** Names of the options set to y, sorted. */
export function enabledOptions(text: string): string[] {
  return [...parseConfig(text)]
    .filter(([, value]) => value === 'y')
    .map(([name]) => name)
    .sort();
}

/** One line for each request that the final configuration does not honour. */
export function refusedOptions(requests: readonly OptionRequest[], config: string): string[] {
  return refused(requests, config).map(
    ({ name, value, origin, found }) => `${origin}: CONFIG_${name}=${value} became ${found}`,
  );
}

/** Names of the options that the final configuration has otherwise than requested. */
export function refusedNames(requests: readonly OptionRequest[], config: string): string[] {
  return refused(requests, config).map(({ name }) => name);
}

function refused(requests: readonly OptionRequest[], config: string): (OptionRequest & { found: string })[] {
  const values = parseConfig(config);
  return requests
    .map((request) => ({ ...request, found: values.get(request.name) ?? 'n' }))
    .filter(({ value, found }) => found !== value);
}

/** |A and B| / |A or B| of two sets of names, 0 to 1. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a);
  const common = b.filter((name) => left.has(name)).length;
  const union = left.size + b.length - common;
  return union === 0 ? 1 : common / union;
}
