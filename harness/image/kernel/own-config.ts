// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { usageError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import type { JsonValue } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { BaseConfig } from '../../system/types.js';

/** What Kconfig begins with, as an input of a build: a whole `.config` by the digest of its bytes. */
export async function baseConfigInput(base: BaseConfig): Promise<JsonValue> {
  return typeof base === 'string' ? base : { config: await sha256File(base.config) };
}

/**
 * The text of a whole `.config`.
 * @throws BenchError `CONFIG_FILE` (exit 2) for a file that sets no option.
 */
export async function readOwnConfig(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  if (/^CONFIG_\w+=/m.test(text)) return text;
  throw usageError(
    'CONFIG_FILE',
    `${displayPath(path)} is no kernel configuration: no line of it sets an option, as CONFIG_NAME=y does.`,
    'Name the .config of a kernel; a few options are a fragment (`fragments:`).',
  );
}

/** What the compiler decides, not the user. */
const DETECTED = /^(?:CC|GCC|CLANG|LD|LLD|AS|RUSTC|PAHOLE|TOOLS|ARCH|HAVE)_|_VERSION(?:_TEXT)?$/;

/**
 * What a whole `.config` asks for and the kernel does not have, one sentence each: options that this source does not know or
 * grant, and modules, which no guest loads.
 * @param asked values by option name, as the user's file has them.
 * @param final the same, as Kconfig made them.
 */
export function ownConfigNotes(
  path: string,
  asked: ReadonlyMap<string, string>,
  final: ReadonlyMap<string, string>,
): string[] {
  const wanted = [...asked].filter(([name]) => !DETECTED.test(name));
  const lost = wanted.filter(([name, value]) => value === 'y' && final.get(name) !== 'y');
  const modules = wanted.filter(([name, value]) => value === 'm' && final.get(name) !== 'y');
  const say = (options: readonly [string, string][], what: string): string[] => {
    if (options.length === 0) return [];
    const names = options.slice(0, 5).map(([name]) => name);
    const more = options.length > names.length ? ` and ${options.length - names.length} more` : '';
    return [`${displayPath(path)}: ${what}: ${names.join(', ')}${more}`];
  };
  return [
    ...say(lost, 'the kernel does not get these options, which Kconfig refused or this source does not have'),
    ...say(modules, 'no guest loads modules, so it runs without'),
  ];
}
