// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { usageError } from '../core/errors.js';
import { hasCode, writeAtomic } from '../core/files.js';
import { requireFormat } from '../core/format.js';
import { displayPath, packagePath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { decodeProfile, encodeProfile } from './encode.js';
import type { StoredProfile } from './stored-types.js';
import type { Profile } from './types.js';

/** Longest profile that is read, bytes: a string of JavaScript has half a gibibyte. */
const LONGEST = 400 * 1024 * 1024;

/** Deepest nesting that is read: a tree of the deepest stacks has a third of it. */
const DEEPEST = 8192;

let validator: Promise<ValidateFunction> | undefined;

/** Text of a profile's file: equal profiles have equal bytes. */
export function profileText(profile: Profile): string {
  return `${JSON.stringify(encodeProfile(profile))}\n`;
}

/** @throws BenchError `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`. */
export async function writeProfile(path: string, profile: Profile): Promise<void> {
  await writeAtomic(path, profileText(profile));
}

/**
 * Reads a stored profile, which somebody else may have made.
 * @throws BenchError (exit 2) `PROFILE_MISSING`, `FORMAT_UNKNOWN`, or `PROFILE_DAMAGED` with the place.
 */
export async function readProfile(path: string): Promise<Profile> {
  const value = parse(await readText(path), path);
  requireFormat(value, [1], path);
  validator ??= compile();
  const validate = await validator;
  if (!validate(value)) throw damaged(path, placeOf(validate.errors?.[0]));
  const stored = value as StoredProfile;
  requireFunctions(stored, path);
  return decodeProfile(stored);
}

async function readText(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw damaged(path, 'it is no file');
    if (found.size > LONGEST) throw damaged(path, `it has more than ${LONGEST / 1024 / 1024} MiB`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw usageError(
      'PROFILE_MISSING',
      `there is no profile ${displayPath(path)}.`,
      'Make one: `lupine-bench profile`, or `lupine-bench run --profile`.',
    );
  }
}

function parse(text: string, path: string): unknown {
  if (depthOf(text) > DEEPEST) throw damaged(path, 'it is nested deeper than any profile');
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, 'it is not complete JSON');
  }
}

/** Deepest nesting of brackets, those in strings included: an honest name has few of them. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, (depth += 1));
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return most;
}

async function compile(): Promise<ValidateFunction> {
  const file = packagePath('harness', 'schema', 'profile.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8')) as object;
  return new Ajv({ strict: false, validateSchema: false, meta: false }).compile(schema);
}

function placeOf(error: ErrorObject | undefined): string {
  return `${printable(error?.instancePath ?? '', 200)} ${error?.message ?? 'does not fit its schema'}`.trim();
}

/** What a schema cannot say: every function that is referred to is there. */
function requireFunctions({ functions, phases }: StoredProfile, path: string): void {
  const known = (index: number): boolean => index < functions.length;
  for (const { name, flat, tree } of phases) {
    if (!flat.every(([index]) => known(index)))
      throw damaged(path, `${printable(name, 100)}: unknown function`);
    const open = tree === undefined ? [] : [tree];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (!known(node.function)) throw damaged(path, `${printable(name, 100)}: unknown function in its tree`);
      open.push(...node.children);
    }
  }
}

function damaged(path: string, why: string): Error {
  return usageError(
    'PROFILE_DAMAGED',
    `the profile ${displayPath(path)} cannot be used: ${why}.`,
    'Make it again: its boot gives the same one.',
  );
}
