// SPDX-License-Identifier: Apache-2.0
import type { ErrorObject } from 'ajv';
import { forTerminal } from '../core/sinks.js';

/** What is wrong and what to do, without the place. */
export interface Said {
  message: string;
  next: string;
}

/** Says a schema violation in words: the key, what was found, what was expected. */
export function describeSchemaError(error: ErrorObject): Said {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const where = path === '' ? 'the file' : `"${forTerminal(path, 200)}"`;
  const found = foundWords(error.data);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
      return {
        message: `unknown key "${forTerminal(String(params['additionalProperty']), 80)}" in ${where}.`,
        next: `Known keys here: ${known.join(', ')}.`,
      };
    }
    case 'required':
      return {
        message: `${where} lacks the key "${String(params['missingProperty'])}".`,
        next: `Add "${String(params['missingProperty'])}".`,
      };
    case 'type':
      return {
        message: `${where} is ${found}, expected ${String(params['type'])}.`,
        next: `Write a value of type ${String(params['type'])}.`,
      };
    case 'enum':
      return {
        message: `${where} is ${found}, which is not one of the allowed values.`,
        next: `Use one of: ${(params['allowedValues'] as unknown[]).join(', ')}.`,
      };
    case 'pattern': {
      const { description } = error.parentSchema as { description?: string };
      return {
        message: `${where} is ${found}, which cannot be used there.`,
        next:
          description === undefined
            ? `Write a value that fits ${String(params['pattern'])}.`
            : `What is expected: ${description}`,
      };
    }
    default:
      return {
        message: `${where} is ${found}, but it ${error.message ?? 'is invalid'}.`,
        next: 'Correct the value.',
      };
  }
}

/** What stands there instead, short: a list or map may be of any size and depth. */
function foundWords(data: unknown): string {
  if (data === undefined) return 'nothing';
  // What YAML makes of a file without a key, and of a key with nothing behind it.
  if (data === null) return 'empty';
  if (Array.isArray(data)) return data.length === 0 ? '[]' : 'a list';
  if (typeof data === 'object') return Object.keys(data).length === 0 ? '{}' : 'a map';
  // JSON has no word for it.
  if (typeof data === 'number' && !Number.isFinite(data)) return `${data}, which is no number`;
  return JSON.stringify(typeof data === 'string' ? data.slice(0, 200) : data).slice(0, 80);
}
