// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { usageError } from '../../core/errors.js';
import { sha256File } from '../../core/files.js';
import type { JsonValue } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import type { BaseConfig } from '../../system/types.js';

/** What Kconfig begins with, as an input of a build: a whole `.config` by the digest of its bytes. */
export async function baseConfigInput(base: BaseConfig): Promise<JsonValue> {
  return typeof base === 'string' ? base : { config: await sha256File(base.config) };
}

/**
 * Every line that Kconfig writes. What else a file may hold, the build would take in as a makefile or by a shell, which expand a
 * dollar sign and run what stands in backquotes, with the rights of the user.
 */
const LINE =
  /^(?:#.*|CONFIG_\w+=(?:[ymn]?|-?[0-9]+|(?:0[xX])?[0-9a-fA-F]+|"(?:[^"\\$`\p{Cc}]|\\[^$`\p{Cc}])*"))?$/u;

/**
 * The text of a whole `.config`.
 * @throws BenchError `CONFIG_FILE` (exit 2) for a file that sets no option, and with file and line for a line that is none.
 */
export async function readOwnConfig(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  for (const [index, line] of text.split('\n').entries()) {
    if (LINE.test(line.trimEnd())) continue;
    throw usageError(
      'CONFIG_FILE',
      `${displayPath(path)}:${index + 1}: "${printable(line, 200)}" is not a line of a kernel configuration.`,
      'Write CONFIG_NAME=y, =m, =n, a number or a string in quotes on one line without $ and `, which make and the shell would run.',
    );
  }
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
