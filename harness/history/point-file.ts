// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { requireFormat } from '../core/format.js';
import { compactJson } from '../core/json.js';
import { mostSpecific, validatorOf } from '../core/schema.js';
import { sealedJson, unseal } from '../core/seal.js';
import { describeSchemaError } from '../scenario/messages.js';
import type { HistoryPoint } from './types.js';

/** A file of a history before it is written. */
export interface PointFile {
  /** `<SHA-256 of the text>.json`: the same point has the same name everywhere, and no other one has it. */
  name: string;
  text: string;
}

/** Longest file of a point, bytes. */
export const LONGEST_POINT = 4 * 1024 * 1024;

/** The file of a point. */
export function pointFile(point: HistoryPoint): PointFile {
  const text = sealedJson(point, compactJson);
  return { name: nameOf(Buffer.from(text)), text };
}

/** True for a name that a point's file may have. */
export function isPointName(name: string): boolean {
  return /^[0-9a-f]{64}\.json$/.test(name);
}

/**
 * What a file of a history holds, or in words why it cannot be used, with the file as `it`.
 * @param shown the file in messages.
 * @throws BenchError `FORMAT_UNKNOWN` (exit 2) for a whole file of another version.
 */
export async function readPoint(
  bytes: Uint8Array,
  name: string,
  shown: string,
): Promise<HistoryPoint | string> {
  if (nameOf(bytes) !== name) return 'its content is not what its name says';
  const unsealed = unseal(Buffer.from(bytes).toString('utf8'));
  if (typeof unsealed === 'string') return unsealed;
  const { content, seal } = unsealed;
  if (seal !== 'whole') return seal === 'broken' ? 'its digest does not fit its content' : 'it has no digest';
  requireFormat(content, [1], shown);
  const validate = await validatorOf('history-point', 'first');
  if (validate(content)) return content as unknown as HistoryPoint;
  return describeSchemaError(mostSpecific(validate.errors ?? [])).message.replace(/\.$/, '');
}

function nameOf(bytes: Uint8Array): string {
  return `${createHash('sha256').update(bytes).digest('hex')}.json`;
}
