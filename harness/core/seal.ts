// SPDX-License-Identifier: Apache-2.0
import { duplicateKey } from './duplicate-key.js';
import { type JsonValue, digestOf, prettyJson } from './json.js';

/**
 * JSON with a digest of itself, so that any later change shows. It proves nothing against somebody who makes a new one.
 * @param write how it is written.
 */
export function sealedJson(value: object, write = prettyJson): string {
  const plain = JSON.parse(write(value)) as Record<string, JsonValue>;
  return write({ ...plain, digest: digestOf(plain) });
}

/** What a sealed text holds, its digest apart. */
export interface Unsealed {
  content: Record<string, JsonValue>;
  /** Digest of the content, whatever the text says. */
  digest: string;
  /** Whether the text says so too. */
  seal: 'whole' | 'broken' | 'missing';
}

/** Takes a sealed text apart; in words why it cannot be: `it is not complete JSON`. */
export function unseal(text: string): Unsealed | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not complete JSON';
  }
  if (!isObject(value)) return 'it holds no object';
  const { digest: said, ...content } = value;
  try {
    const twice = duplicateKey(text, value);
    if (twice !== undefined) return `its key "${twice}" stands twice in one object`;
    const digest = digestOf(content);
    return { content, digest, seal: said === undefined ? 'missing' : said === digest ? 'whole' : 'broken' };
  } catch (error) {
    // Deeper than the stack: nothing that was ever sealed.
    if (error instanceof RangeError) return 'its values stand in each other too deeply';
    throw error;
  }
}

function isObject(value: unknown): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
