// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from 'node:buffer';
import { lstat } from 'node:fs/promises';
import type { ErrorObject } from 'ajv';
import { type Document, LineCounter, type Pair, type YAMLMap, isMap, isScalar, isSeq } from 'yaml';
import { BenchError, EXIT } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { oncePer } from '../core/once.js';
import { displayPath, packageRoot } from '../core/paths.js';
import { readRegular } from '../core/regular-file.js';
import { type YamlSchema, mostSpecific, validatorOf } from '../core/schema.js';
import { type Said, describeSchemaError } from './messages.js';
import { LONGEST_YAML, parseYaml } from './yaml-document.js';

/** A file's content, before any schema. */
interface Parsed {
  value: unknown;
  document: Document;
  lines: LineCounter;
}

/** What is wrong with a file that fits its schema. */
export interface Fault extends Said {
  /** Stable error code. */
  code: string;
  /** Where: keys, and positions in lists, from the file's root. */
  at: readonly (string | number)[];
}

/** A YAML file that fits its schema. */
export interface YamlFile<T> {
  value: T;
  /** Where a value stands, as an error begins: `file:line:column: "key"`. */
  at: (place: Fault['at']) => string;
  /** An error (exit 2) with file, line and column, for what is found wrong later. */
  error: (fault: Fault) => BenchError;
}

/** The value of {@link readYaml}. */
export async function loadYaml<T>(
  path: string,
  schema: YamlSchema,
  faultOf?: (value: T) => Fault | undefined,
): Promise<T> {
  return (await readYaml(path, schema, faultOf)).value;
}

/**
 * Reads a YAML file and checks it against a schema.
 * @param faultOf looks for what a schema cannot say, or not as well; its fault is reported instead of the ones that
 *   conditions of the schema find.
 * @throws BenchError (exit 2) `FILE_MISSING`, `FILE_UNREADABLE`, `FILE_KIND`, `FILE_TOO_LARGE`; `YAML_SYNTAX` (also for a
 *   duplicate key), `YAML_LIMIT`, `YAML_INVALID` or a fault's code, each naming file, line, column and key, and what was expected.
 */
export async function readYaml<T>(
  path: string,
  schema: YamlSchema,
  faultOf: (value: T) => Fault | undefined = () => undefined,
): Promise<YamlFile<T>> {
  const { value, document, lines } = await (path.startsWith(`${packageRoot}/`)
    ? parseOwn(path)
    : parse(path));
  const validate = await validatorOf(schema, 'all');
  const errors = validate(value) ? [] : (validate.errors ?? []);
  const refuse = (error: ErrorObject): never => {
    const at = lines.linePos(offsetOf(document, placeOf(error)));
    throw configError('YAML_INVALID', path, at, describeSchemaError(error));
  };
  const plain = errors.filter((error) => !isConditional(error));
  if (plain.length > 0) refuse(mostSpecific(plain));
  const lineOf = (place: Fault['at']) => lines.linePos(offsetOf(document, place));
  const error = (fault: Fault): BenchError => configError(fault.code, path, lineOf(fault.at), fault);
  const fault = faultOf(value as T);
  if (fault !== undefined) throw error(fault);
  if (errors.length > 0) refuse(mostSpecific(errors));
  return {
    value: value as T,
    at: (place) => `${placeName(path, lineOf(place))}: "${place.join('.')}"`,
    error,
  };
}

/** Files that come with the program do not change while it runs. */
const parseOwn = oncePer(parse);

async function parse(path: string): Promise<Parsed> {
  const bytes = await readBytes(path);
  const text = bytes.toString('utf8');
  const lines = new LineCounter();
  if (!isUtf8(bytes)) {
    const line = firstStrangeLine(bytes);
    throw configError('YAML_SYNTAX', path, { line, col: 1 }, NO_UTF8);
  }
  const parsed = parseYaml(text, lines);
  if ('code' in parsed) throw configError(parsed.code, path, lines.linePos(parsed.offset), parsed);
  return { value: parsed.value, document: parsed.document, lines };
}

/** Found by `if … then …`, which is there for editors. */
function isConditional({ schemaPath, keyword }: ErrorObject): boolean {
  return keyword === 'if' || schemaPath.includes('/then/');
}

const NO_UTF8 = { message: 'the text is not UTF-8.', next: 'Save the file as UTF-8.' };

/** The first line that is no UTF-8: a byte of a newline is never part of a longer character. */
function firstStrangeLine(bytes: Buffer): number {
  let begin = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(10, begin);
    if (end < 0 || !isUtf8(bytes.subarray(begin, end))) return line;
    begin = end + 1;
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readRegular(path, { most: LONGEST_YAML });
  } catch (error) {
    if (error instanceof BenchError) throw error;
    const missing = hasCode(error, 'ENOENT');
    const what = !missing
      ? 'cannot be read'
      : (await isLink(path))
        ? 'is a link that leads nowhere'
        : 'does not exist';
    throw new BenchError({
      code: missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      message: `${displayPath(path)} ${what}.`,
      next: 'Check the name; `lupine-bench list` shows what there is.',
      exit: EXIT.usage,
      cause: error,
    });
  }
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

/** Keys from the file's root to the offending value, or for an unknown key to that key. */
function placeOf({ instancePath, params }: ErrorObject): string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra = (params as { additionalProperty?: string }).additionalProperty;
  return extra === undefined ? path : [...path, extra];
}

/** Where in the text the value at this place begins, or the last of its parents that is there. */
function offsetOf(document: Document, place: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of place) {
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(key));
      offset = (isScalar(pair?.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair?.value;
    } else {
      node = isSeq(node) ? node.get(key, true) : undefined;
      offset = rangeStart(node) ?? offset;
    }
  }
  return offset;
}

const known = new WeakMap<YAMLMap, Map<string, Pair>>();

/** By key; made once for each map, because a file with thousands of systems asks for a place in each of them. */
function pairsOf(map: YAMLMap): Map<string, Pair> {
  const before = known.get(map);
  if (before !== undefined) return before;
  const pairs = new Map(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
  );
  known.set(map, pairs);
  return pairs;
}

function rangeStart(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined;
}

function placeName(path: string, at: { line: number; col: number }): string {
  return `${displayPath(path)}:${at.line}:${at.col}`;
}

function configError(code: string, path: string, at: { line: number; col: number }, said: Said): BenchError {
  return new BenchError({
    code,
    message: `${placeName(path, at)}: ${said.message}`,
    next: said.next,
    exit: EXIT.usage,
  });
}
