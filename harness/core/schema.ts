// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { packagePath } from './paths.js';

/** Schemas of YAML files under `harness/schema/`, generated from the TypeScript types. */
export type YamlSchema =
  | 'scenario'
  | 'systems'
  | 'baseline'
  | 'app'
  | 'claims'
  | 'published'
  | 'ablation'
  | 'project'
  | 'accepted'
  | 'inventory';

/** Schemas of the files of a run, of those that a history keeps of runs, and of what a store says of an entry. */
export type RunSchema =
  | 'run-plan'
  | 'run-record'
  | 'run-trial'
  | 'run-provenance'
  | 'run-claims'
  | 'run-profile'
  | 'run-comparison'
  | 'history-point'
  | 'store-entry';

/** How thorough a validator is: `all` for files that people write, `first` for files that only a program writes. */
type Thoroughness = 'all' | 'first';

/** Promises, so that many files that are read at once share one compilation. */
const validators = new Map<string, Promise<ValidateFunction>>();

/** The validator of a schema; compiled once. */
export async function validatorOf(
  name: YamlSchema | RunSchema,
  faults: Thoroughness,
): Promise<ValidateFunction> {
  const known = validators.get(name) ?? compile(name, faults);
  validators.set(name, known);
  return await known;
}

async function compile(name: string, faults: Thoroughness): Promise<ValidateFunction> {
  const file = packagePath('harness', 'schema', `${name}.schema.json`);
  const schema = JSON.parse(await readFile(file, 'utf8')) as object;
  // Our own schemas are checked by a test; to check them again, and to optimise a validator that is used twenty times, would take
  // longer than all the rest of a command's start.
  // No number is infinite or none, which YAML can write, and JSON as 1e999.
  const quick = {
    strict: false,
    strictNumbers: true,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  };
  return new Ajv({ allErrors: faults === 'all', verbose: true, ...quick }).compile(schema);
}

/** A union reports each branch it tried; the deepest error is the one a reader means. An unknown key comes first. */
export function mostSpecific(errors: readonly ErrorObject[]): ErrorObject {
  const depth = (error: ErrorObject): number =>
    error.instancePath.split('/').length * 2 + (error.keyword === 'additionalProperties' ? 1 : 0);
  const [first, ...rest] = errors;
  if (first === undefined) throw new Error('the validator failed without an error');
  return rest.reduce((best, error) => (depth(error) > depth(best) ? error : best), first);
}
