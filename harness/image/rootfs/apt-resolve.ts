// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../core/errors.js';
import { rawText } from '../../core/foreign.js';
import { runTool } from '../../core/tool.js';
import { type PackageRecord, parseRecords } from './apt-records.js';
import { aptEnvironment } from './private-apt.js';

const CODE = 'PACKAGES_UNRESOLVED';
const NEXT = 'Correct the packages in the app declaration; run `sudo apt-get update` if they are right.';

/** Who asks. */
export interface ResolveOptions {
  /** File that names the packages, as a reader knows it. */
  namedIn?: string | undefined;
  /** What to do when they cannot be had; about an app's declaration when missing. */
  advice?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Asks apt for the versions of these packages, and of all they depend on, that can be downloaded now.
 * @param apt options that make apt look where it should.
 * @param names `name` or `name=version`.
 * @throws BenchError `PACKAGES_UNRESOLVED` (exit 3), which names the file, the package and what it lacks.
 */
export async function resolvePackages(
  apt: readonly string[],
  names: readonly string[],
  { namedIn, advice = NEXT, signal }: ResolveOptions = {},
): Promise<PackageRecord[]> {
  const where = namedIn === undefined ? '' : `${namedIn}: `;
  const options = { env: aptEnvironment(), signal, code: CODE, next: advice };
  await runTool('apt-cache', [...apt, 'gencaches'], options);
  try {
    await runTool(
      'apt-get',
      [...apt, '-s', '-q', '--no-install-recommends', 'install', '--', ...names],
      options,
    );
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== CODE) throw error;
    throw measureError(CODE, `${where}${reason(error.message)}`, advice, error);
  }
  const bare = names.map((name) => name.replace(/=.*/, ''));
  const closure = await runTool('apt-cache', [...apt, 'depends', '--recurse', '-i', '--', ...bare], options);
  const needed = rawText(closure)
    .split('\n')
    .filter((line) => /^[a-z0-9]/.test(line));
  const pinned = names.filter((name) => name.includes('='));
  const others = needed.filter((name) => !pinned.some((pin) => pin.startsWith(`${name}=`)));
  const shown = await runTool(
    'apt-cache',
    [...apt, 'show', '--no-all-versions', '--', ...pinned, ...others],
    options,
  );
  const records = parseRecords(rawText(shown));
  const missing = bare.find((name) => !records.some((record) => record.name === name));
  if (missing === undefined) return records;
  throw measureError(CODE, `${where}apt knows no package ${missing} that can be downloaded.`, advice);
}

/** What apt says when it cannot install a set of packages, as one sentence. */
function reason(said: string): string {
  const [, unknown] =
    /^ *E: Unable to locate package (\S+)$/m.exec(said) ??
    /^ *E: Package '([^']+)' has no installation candidate$/m.exec(said) ??
    [];
  if (unknown !== undefined) return `apt knows no package ${unknown} that can be downloaded.`;
  const [, version, of] = /^ *E: Version '([^']*)' for '([^']*)' was not found$/m.exec(said) ?? [];
  if (version !== undefined) return `apt knows no version ${version} of the package ${of ?? ''}.`;
  const [, owner, lacks] = /^ *(\S+) : ((?:Pre-?Depends|Depends|Conflicts|Breaks): .*)$/m.exec(said) ?? [];
  if (lacks !== undefined) return `the package ${owner ?? ''} cannot be installed: ${lacks.trim()}.`;
  return `apt cannot install these packages.\n  ${said}`;
}
