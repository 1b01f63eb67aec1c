// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import type { KernelVersion } from '../core/names.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { suggest } from '../core/suggest.js';
import type { KernelVersions } from './version-types.js';

/** What the name of a system is made of: `<base>[@<version>][+<modifier>…]`. */
export interface NameParts {
  /** Without version and modifiers. */
  base: string;
  /** What stands behind the `@`; missing where there is none. */
  version?: KernelVersion | undefined;
  /** Without the plus, in order. */
  modifiers: string[];
}

/** Takes a name apart, whatever it names. */
export function nameParts(name: string): NameParts {
  const [head = '', ...modifiers] = name.split('+');
  const at = head.indexOf('@');
  return at === -1
    ? { base: head, modifiers }
    : { base: head.slice(0, at), version: head.slice(at + 1), modifiers };
}

/** The name of a system without version and modifiers. */
export function baseName(name: string): string {
  return nameParts(name).base;
}

/** Whether a name has a version; one may have a commit of the user's behind it, which has no dot. */
export function hasVersion(name: string): boolean {
  return /@\d+\.\d+(?=[+@]|$)/.test(name);
}

/** The name of the same system with the default kernel. */
export function withoutVersion(name: string): string {
  const { base, modifiers } = nameParts(name);
  return [base, ...modifiers].join('+');
}

/** A name as it is written everywhere: that of the default version has no version in it. Of a pattern too. */
export function plainName(name: string, versions: KernelVersions): string {
  return nameParts(name).version === versions.default ? withoutVersion(name) : name;
}

/**
 * The version in a name, when it is another one than the default.
 * @throws BenchError (exit 2) `VERSION_UNKNOWN` with the known ones; `VERSION_MISPLACED` for one behind a modifier.
 */
export function versionIn(name: string, versions: KernelVersions): KernelVersion | undefined {
  const { version, modifiers } = nameParts(name);
  const late = modifiers.find((modifier) => modifier.includes('@'));
  if (late !== undefined) throw misplaced(name, late);
  if (version === undefined) return undefined;
  requireVersion(version, versions, `system "${printable(name, 100)}"`);
  return version === versions.default ? undefined : version;
}

/**
 * Makes sure that there is a source for a version.
 * @param who what names it, as the sentence begins.
 * @throws BenchError (exit 2) `VERSION_UNKNOWN` with the closest known one.
 */
export function requireVersion(version: string, { sources }: KernelVersions, who: string): void {
  if (ownValue(sources, version) !== undefined) return;
  const known = Object.keys(sources);
  const short = known.find((one) => version.startsWith(`${one}.`));
  throw usageError(
    'VERSION_UNKNOWN',
    version === ''
      ? `${who}: nothing stands behind the "@".`
      : `${who}: Linux "${printable(version, 40)}" is none of the kernels that can be built.`,
    short === undefined ? suggest(version, known) : `The first two numbers are its name: ${short}.`,
  );
}

function misplaced(name: string, modifier: string): Error {
  const [before = '', version = ''] = modifier.split('@');
  const { base, modifiers } = nameParts(name);
  const others = modifiers.map((one) => (one === modifier ? before : one));
  const meant = [`${base}@${version}`, ...others].join('+');
  return usageError(
    'VERSION_MISPLACED',
    `system "${printable(name, 100)}" has its version behind a modifier.`,
    `It stands behind the system: ${printable(meant, 100)}.`,
  );
}
