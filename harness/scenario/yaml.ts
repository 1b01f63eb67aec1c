// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Document, LineCounter, isMap, isPair, isScalar, parseDocument } from 'yaml';
import { BenchError, EXIT } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { displayPath, projectRoot } from '../core/paths.js';
import { type Said, describeSchemaError, describeYamlError } from './messages.js';

/** Schemas under `harness/schema/`, generated from the TypeScript types. */
export type SchemaName = 'scenario' | 'systems' | 'app' | 'claims' | 'published' | 'ablation';

const validators = new Map<SchemaName, ValidateFunction>();

/**
 * Reads a YAML file and checks it against a schema.
 * @throws BenchError (exit 2) `FILE_MISSING`, `YAML_SYNTAX` (also for a duplicate key) or `YAML_INVALID`, each naming
 *   file, line, column and key, and what was expected.
 */
export async function loadYaml<T>(path: string, schema: SchemaName): Promise<T> {
  const text = await readText(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const at = lines.linePos(syntax.pos[0]);
    throw configError('YAML_SYNTAX', path, at, describeYamlError(syntax, text));
  }
  const value: unknown = document.toJS();
  const validate = await validatorFor(schema);
  if (!validate(value)) {
    const error = mostSpecific(validate.errors ?? []);
    const at = lines.linePos(offsetOf(document, error));
    throw configError('YAML_INVALID', path, at, describeSchemaError(error));
  }
  return value as T;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing = hasCode(error, 'ENOENT');
    throw new BenchError({
      code: missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      message: `${displayPath(path)} ${missing ? 'does not exist' : 'cannot be read'}.`,
      next: 'Check the name; `lupine-bench list` shows what there is.',
      exit: EXIT.usage,
      cause: error,
    });
  }
}

async function validatorFor(name: SchemaName): Promise<ValidateFunction> {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const file = join(projectRoot, 'harness', 'schema', `${name}.schema.json`);
  const schema = JSON.parse(await readFile(file, 'utf8')) as object;
  const validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);
  validators.set(name, validate);
  return validate;
}

/** A union reports each branch it tried; the deepest error is the one a reader means. An unknown key comes first. */
function mostSpecific(errors: readonly ErrorObject[]): ErrorObject {
  const depth = (error: ErrorObject): number =>
    error.instancePath.split('/').length * 2 + (error.keyword === 'additionalProperties' ? 1 : 0);
  const [first, ...rest] = errors;
  if (first === undefined) throw new Error('the validator failed without an error');
  return rest.reduce((best, error) => (depth(error) > depth(best) ? error : best), first);
}

/** Where in the text the offending value, or for an unknown key that key, begins. */
function offsetOf(document: Document, error: ErrorObject): number {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra = (error.params as { additionalProperty?: string }).additionalProperty;
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of extra === undefined ? path : [...path, extra]) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
      );
      offset = (isScalar(pair?.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair?.value;
    } else {
      node = document.getIn(path.slice(0, path.indexOf(key) + 1), true);
      offset = rangeStart(node) ?? offset;
    }
  }
  return offset;
}

function rangeStart(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined;
}

function configError(code: string, path: string, at: { line: number; col: number }, said: Said): BenchError {
  return new BenchError({
    code,
    message: `${displayPath(path)}:${at.line}:${at.col}: ${said.message}`,
    next: said.next,
    exit: EXIT.usage,
  });
}
