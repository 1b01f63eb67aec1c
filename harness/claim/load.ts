// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { displayPath, packagePath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import { loadYaml } from '../scenario/yaml.js';
import type { PublishedFile } from './published-types.js';
import type { Claim, ClaimsFile } from './types.js';

const folder = packagePath('reports');

/**
 * Reads the declared claims.
 * @throws BenchError (exit 2) what the file has wrong, with file, line and key; `CLAIMS_INVALID` for two claims with one
 *   name, and for a claim that has both checks and a reason why there can be none, or neither.
 */
export async function loadClaims(path: string = join(folder, 'claims.yaml')): Promise<Claim[]> {
  const { claims } = await loadYaml<ClaimsFile>(path, 'claims');
  const complain = (id: string, what: string, next: string): never => {
    throw usageError('CLAIMS_INVALID', `${displayPath(path)}: the claim "${id}" ${what}`, next);
  };
  for (const [index, { id, checks, missing, unmeasurable }] of claims.entries()) {
    if (claims.findIndex((one) => one.id === id) !== index) {
      complain(id, 'stands twice.', 'Give each claim a name of its own.');
    }
    if (unmeasurable !== undefined && checks.length > 0) {
      complain(id, 'has checks and says that it cannot be measured.', 'Keep one of the two.');
    }
    if (unmeasurable === undefined && checks.length === 0 && !missing.some(({ decisive }) => decisive)) {
      complain(id, 'has nothing to judge it by.', 'Add a check, a decisive missing part, or "unmeasurable".');
    }
  }
  return claims;
}

/**
 * The claims with these names, in the order of the file; all of them without names.
 * @throws BenchError `CLAIM_UNKNOWN` (exit 2) with the closest known name.
 */
export function chooseClaims(claims: readonly Claim[], ids?: readonly string[]): Claim[] {
  const known = claims.map(({ id }) => id);
  for (const id of ids ?? []) {
    if (!known.includes(id)) {
      throw usageError('CLAIM_UNKNOWN', `there is no claim "${id}".`, suggest(id, known));
    }
  }
  return claims.filter(({ id }) => ids === undefined || ids.includes(id));
}

/**
 * Reads what others published.
 * @throws BenchError (exit 2) what the file has wrong; `PUBLISHED_INVALID` for values without their baseline.
 */
export async function loadPublished(path: string = join(folder, 'published.yaml')): Promise<PublishedFile> {
  const file = await loadYaml<PublishedFile>(path, 'published');
  for (const { panels } of file.figures) {
    for (const { title, published } of panels) {
      for (const { values, unlike = {}, baseline } of published) {
        const wrong = Object.keys(unlike).find((name) => name === baseline || !Object.hasOwn(values, name));
        if (wrong === undefined) continue;
        throw usageError(
          'PUBLISHED_INVALID',
          `${displayPath(path)}: "${title}" says of "${wrong}" that it is unlike, which is its baseline or has no value.`,
          'Name one of the other values.',
        );
      }
      const lacking = published.find(({ baseline, values }) => !((ownValue(values, baseline) ?? 0) > 0));
      if (lacking === undefined) continue;
      throw usageError(
        'PUBLISHED_INVALID',
        `${displayPath(path)}: "${title}" has no value of its baseline "${lacking.baseline}" (${lacking.source}).`,
        'Name one of the values as the baseline.',
      );
    }
  }
  return file;
}
