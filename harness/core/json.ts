// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { forJson } from './sinks.js';

/** Anything that JSON can carry. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** JSON text with sorted keys and no spaces, so that equal values give equal bytes. */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** SHA-256 of the canonical JSON of a value, in hex. */
export function digestOf(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/**
 * Indented JSON for files and terminals that people read; bigint values become decimal strings, and characters that a
 * terminal would obey are escaped, which does not change the value.
 */
export function prettyJson(value: unknown): string {
  return textOf(value, 2);
}

/** The same in one line, for long tables that nobody reads. */
export function compactJson(value: unknown): string {
  return textOf(value);
}

function textOf(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'bigint' ? `${item}` : item),
    indent,
  );
  return `${forJson(text)}\n`;
}
