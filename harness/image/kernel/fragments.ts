// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import { reasonOf } from '../../core/reason.js';

/** One Kconfig option as a fragment asks for it. */
export interface OptionRequest {
  /** Name without `CONFIG_`. */
  name: string;
  /** `y`, `n`, a number, or a string with its quotes. */
  value: string;
  /** Where it was asked for, `file:line`. */
  origin: string;
  /** Where an earlier fragment asked for the same option, `file:line`; missing where none did. */
  before?: string;
}

// The build takes options in as a makefile, which would expand a dollar sign and run what stands in backquotes.
const SET = /^CONFIG_([A-Z0-9_a-z]+)=(y|n|-?[0-9]+|0x[0-9a-fA-F]+|"(?:[^"\\$`\p{Cc}]|\\["\\])*")$/u;
const UNSET = /^# CONFIG_([A-Z0-9_a-z]+) is not set$/;

/**
 * Reads the options of one fragment.
 * @throws BenchError `FRAGMENT_INVALID` (exit 2) with file and line: a line that is no option, a module, or an option
 *   that stands twice with different values.
 */
export function parseFragment(text: string, path: string): OptionRequest[] {
  const seen = new Map<string, OptionRequest>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const origin = `${displayPath(path)}:${index + 1}`;
    const [, name, value = 'n'] = SET.exec(line) ?? UNSET.exec(line) ?? [];
    if (name === undefined) {
      if (line === '' || line.startsWith('#')) continue;
      const module = line.endsWith('=m');
      throw usageError(
        'FRAGMENT_INVALID',
        `${origin}: "${line}" ${module ? 'asks for a module; these kernels have none' : 'is not a Kconfig option'}.`,
        'Write CONFIG_NAME=y, =n, a number or a quoted string without $ and `.',
      );
    }
    const before = seen.get(name);
    if (before !== undefined && before.value !== value) {
      throw usageError(
        'FRAGMENT_INVALID',
        `${origin}: CONFIG_${name}=${value} contradicts CONFIG_${name}=${before.value} at ${before.origin}.`,
        'Keep one of the two.',
      );
    }
    seen.set(name, { name, value, origin });
  }
  return [...seen.values()];
}

/** Reads fragments in order; a later one wins. Sorted by name, so that the order of lines does not matter. */
export async function mergeFragments(paths: readonly string[]): Promise<OptionRequest[]> {
  const merged = new Map<string, OptionRequest>();
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw usageError(
        'FRAGMENT_MISSING',
        `${displayPath(path)} cannot be read: ${reasonOf(error)}`,
        'Add the fragment; an app whose kernel needs no options of its own names another in its app.yaml: `kernel: general`.',
      );
    });
    for (const request of parseFragment(text, path)) {
      const before = merged.get(request.name)?.origin;
      merged.set(request.name, before === undefined ? request : { ...request, before });
    }
  }
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The options as one Kconfig file. */
export function renderFragment(requests: readonly OptionRequest[]): string {
  return requests
    .map(({ name, value }) => (value === 'n' ? `# CONFIG_${name} is not set\n` : `CONFIG_${name}=${value}\n`))
    .join('');
}
