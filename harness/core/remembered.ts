// SPDX-License-Identifier: Apache-2.0
import { readRegular } from './regular-file.js';

/** Longest file of what is remembered, bytes. */
const LONGEST = 16 * 1024 * 1024;

/** The value in a JSON file of the cache; `undefined` for one that is not there or cannot be read. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readRegular(path, { most: LONGEST })).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** True for what is neither a list nor a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
