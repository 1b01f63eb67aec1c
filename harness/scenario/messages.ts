// SPDX-License-Identifier: Apache-2.0
import type { ErrorObject } from 'ajv';
import type { YAMLError } from 'yaml';
import { printable } from '../core/printable.js';
import { reasonOf } from '../core/reason.js';
import { forTerminal } from '../core/sinks.js';

/** What is wrong and what to do, without the place. */
export interface Said {
  message: string;
  next: string;
}

/** Says a YAML parser error in words. */
export function describeYamlError(error: YAMLError, text: string): Said {
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return {
      message: `key "${printable(key, 80)}" stands twice in the same map.`,
      next: 'Keep one of the two.',
    };
  }
  return { message: `not valid YAML: ${reasonOf(error)}.`, next: 'Correct the syntax at that place.' };
}

/** Says a schema violation in words: the key, what was found, what was expected. */
export function describeSchemaError(error: ErrorObject): Said {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const where = path === '' ? 'the file' : `"${forTerminal(path, 200)}"`;
  const found = shown(error.data);
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

/** JSON has no words for what is no number, and writes newlines and the like as escapes. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return forTerminal(text, 80);
}
