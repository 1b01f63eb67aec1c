// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { readBelow } from '../core/confined.js';
import { type BenchError, usageError } from '../core/errors.js';
import { requireFormat } from '../core/format.js';
import { displayPath } from '../core/paths.js';
import { type RunSchema, mostSpecific, validatorOf } from '../core/schema.js';
import { unseal } from '../core/seal.js';
import { describeSchemaError } from '../scenario/messages.js';

const MIB = 1024 * 1024;

/** What a file of a run may be. */
interface FileRules {
  schema: RunSchema;
  format: number;
  /** Longest file, bytes. */
  most: number;
}

const RULES = {
  plan: { schema: 'run-plan', format: 1, most: 64 * MIB },
  record: { schema: 'run-record', format: 1, most: 64 * MIB },
  trial: { schema: 'run-trial', format: 1, most: 64 * MIB },
  provenance: { schema: 'run-provenance', format: 2, most: 16 * MIB },
  // A string of JavaScript has half a gibibyte.
  profile: { schema: 'run-profile', format: 1, most: 400 * MIB },
  claims: { schema: 'run-claims', format: 1, most: 16 * MIB },
  comparison: { schema: 'run-comparison', format: 2, most: 64 * MIB },
} as const satisfies Record<string, FileRules>;

/** Files of a run that are read back. */
export type RunFileKind = keyof typeof RULES;

/** Those of single boots, which are made again when they are damaged. */
const REMADE: readonly RunFileKind[] = ['record', 'trial', 'profile'];

/** A file of a run that is what it was when it was written. */
export interface RunFile<T> {
  value: T;
  /** Digest of its content. */
  digest: string;
}

/** A file of a run that cannot be used. */
export interface RunFileFault {
  code: 'RUN_DAMAGED' | 'RUN_UNSEALED';
  /** What is wrong with it, a clause with the file as `it`. */
  why: string;
}

/**
 * Reads a file of a run: the one place where that is done. Its format must be known, its digest must fit and so must every
 * value; what it says is then still somebody else's word.
 * @param dir folder of the run.
 * @param path of the file below it.
 * @returns `undefined` where there is no such file.
 * @throws BenchError (exit 2) `FORMAT_UNKNOWN`, and what {@link readBelow} throws.
 */
export async function readRunFile<T>(
  dir: string,
  path: string,
  kind: RunFileKind,
): Promise<RunFile<T> | RunFileFault | undefined> {
  const bytes = await readBelow(dir, path, RULES[kind].most);
  return bytes === undefined ? undefined : await checkRunFile(bytes.toString('utf8'), join(dir, path), kind);
}

/** The text of such a file. @throws BenchError `FORMAT_UNKNOWN` (exit 2). */
export async function checkRunFile<T>(
  text: string,
  path: string,
  kind: RunFileKind,
): Promise<RunFile<T> | RunFileFault> {
  const { schema, format } = RULES[kind];
  const unsealed = unseal(text);
  if (typeof unsealed === 'string') return damage(unsealed);
  const { content, digest, seal } = unsealed;
  // What a boot gave is made again when a byte fell over, also when the byte is its format's.
  const whole = seal === 'whole';
  if (whole || !REMADE.includes(kind)) requireFormat(content, [format], path);
  if (seal === 'missing') return { code: 'RUN_UNSEALED', why: 'it has no digest of itself' };
  if (!whole) return damage('its digest does not fit its content');
  const validate = await validatorOf(schema, 'first');
  if (validate(content)) return { value: content as T, digest };
  const { message } = describeSchemaError(mostSpecific(validate.errors ?? []));
  return damage(message.replace(/\.$/, ''));
}

/** As {@link readRunFile}. @throws also BenchError (exit 2) `RUN_DAMAGED` or `RUN_UNSEALED` for a fault. */
export async function requireRunFile<T>(
  dir: string,
  path: string,
  kind: RunFileKind,
): Promise<RunFile<T> | undefined> {
  const read = await readRunFile<T>(dir, path, kind);
  if (read === undefined || 'value' in read) return read;
  throw faultError(join(dir, path), read);
}

/** The error (exit 2) for a file without which a run cannot be used. */
export function faultError(path: string, { code, why }: RunFileFault): BenchError {
  const next =
    code === 'RUN_UNSEALED'
      ? 'An older lupine-bench wrote it, or somebody changed it: read it with that one, or make a new run.'
      : 'Get the run again from where it was made, or make a new one.';
  return usageError(code, `${displayPath(path)} cannot be used: ${why}.`, next);
}

function damage(why: string): RunFileFault {
  return { code: 'RUN_DAMAGED', why };
}
