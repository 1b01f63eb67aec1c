// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../core/cache.js';
import { rawText } from '../../core/foreign.js';
import { runTool } from '../../core/tool.js';
import { machineIndex, machineLists, stateOfIndex } from './apt-index.js';
import { recallPackages, rememberPackages } from './apt-memory.js';
import { type PackageRecord, parseRecords } from './apt-records.js';
import { aptEnvironment } from './private-apt.js';

/** A package in exactly this version. */
export interface ExactPackage {
  name: string;
  version: string;
}

/**
 * Which of these packages apt can download, without asking whether they fit together: they are read and never installed. Those that it does
 * not know are missing. Where it has no lists, the last answer is taken.
 * @throws BenchError `PACKAGES_UNRESOLVED` (exit 3) where there is no apt.
 */
export async function offeredPackages(
  wanted: readonly ExactPackage[],
  signal?: AbortSignal,
): Promise<PackageRecord[]> {
  if (wanted.length === 0) return [];
  const names = wanted.map(({ name, version }) => `${name}=${version}`).sort();
  const question = { names, components: [] };
  const { dir } = await cached({
    kind: 'deb',
    label: 'packages of debug symbols',
    inputs: { format: 1, exact: names, state: await stateOfIndex(machineLists) },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      await writeFile(join(into, 'answer.json'), JSON.stringify(await ask(wanted, names, signal)));
    },
  });
  const records = JSON.parse(await readFile(join(dir, 'answer.json'), 'utf8')) as PackageRecord[];
  if (records.length === 0) return (await recallPackages(question))?.records ?? [];
  await rememberPackages(question, { lists: '', records });
  return records;
}

async function ask(
  wanted: readonly ExactPackage[],
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<PackageRecord[]> {
  const next = 'Debug symbols of packages need apt.';
  const options = { env: aptEnvironment(), signal, code: 'PACKAGES_UNRESOLVED', next };
  const { options: apt } = await machineIndex([], signal);
  const bare = [...new Set(wanted.map(({ name }) => name))];
  // `name | version | where`; a name that is not known costs nothing here.
  const known = rawText(await runTool('apt-cache', [...apt, 'madison', '--', ...bare], options));
  const lines = known.split('\n').map((line) => line.split('|').map((part) => part.trim()));
  const offered = new Set(lines.map(([name = '', version = '']) => `${name}=${version}`));
  const exact = names.filter((name) => offered.has(name));
  if (exact.length === 0) return [];
  const shown = rawText(await runTool('apt-cache', [...apt, 'show', '--', ...exact], options));
  return parseRecords(shown).filter(({ name, version }) => exact.includes(`${name}=${version}`));
}
