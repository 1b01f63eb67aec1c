// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { hasCode } from '../core/files.js';
import { requireFormat } from '../core/format.js';

/** Formats of `claims.json` that are read. */
const KNOWN_FORMATS = [1];

/**
 * Ids of the claims in a `claims.json`. Undefined when there is no such file, or one that is damaged: it is derived, and the
 * next `reproduce --run` writes it again.
 * @throws BenchError `FORMAT_UNKNOWN` (exit 2).
 */
export async function readClaimIds(path: string): Promise<string[] | undefined> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  requireFormat(document, KNOWN_FORMATS, path);
  return isListOfClaims(document) ? document.claims.map(({ id }) => id) : undefined;
}

function isListOfClaims(value: unknown): value is { claims: { id: string }[] } {
  if (typeof value !== 'object' || value === null || !('claims' in value)) return false;
  const { claims } = value;
  return Array.isArray(claims) && claims.every(hasId);
}

function hasId(claim: unknown): claim is { id: string } {
  return typeof claim === 'object' && claim !== null && 'id' in claim && typeof claim.id === 'string';
}
