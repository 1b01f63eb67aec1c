// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { usageError } from '../core/errors.js';
import { hasCode, writeAtomic } from '../core/files.js';
import { requireFormat } from '../core/format.js';
import { compactJson } from '../core/json.js';
import { displayPath, packagePath } from '../core/paths.js';
import { printable } from '../core/printable.js';
import { decodeProfile, encodeProfile } from './encode.js';
import { storedFault } from './stored-fault.js';
import type { StoredProfile } from './stored-types.js';
import type { Profile } from './types.js';

/** Longest profile that is read, bytes: a string of JavaScript has half a gibibyte. */
const LONGEST = 400 * 1024 * 1024;

let validator: Promise<ValidateFunction> | undefined;

/** Text of a profile's file: equal profiles have equal bytes. */
export function profileText(profile: Profile): string {
  return compactJson(encodeProfile(profile));
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
  const fault = storedFault(stored);
  if (fault !== undefined) throw damaged(path, fault);
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
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, 'it is not complete JSON');
  }
}

async function compile(): Promise<ValidateFunction> {
  const file = packagePath('harness', 'schema', 'profile.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8')) as object;
  return new Ajv({ strict: false, validateSchema: false, meta: false }).compile(schema);
}

function placeOf(error: ErrorObject | undefined): string {
  return `${printable(error?.instancePath ?? '', 200)} ${error?.message ?? 'does not fit its schema'}`.trim();
}

function damaged(path: string, why: string): Error {
  return usageError(
    'PROFILE_DAMAGED',
    `the profile ${displayPath(path)} cannot be used: ${why}.`,
    'Make it again: its boot gives the same one.',
  );
}
