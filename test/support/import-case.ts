// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { askedOf } from '../../harness/import/arguments.js';
import { decodeLog } from '../../harness/import/decode.js';
import { type ImportedRun, importLogs } from '../../harness/import/import.js';
import { builtinApps, builtinScenarios, builtinSystems } from './builtin.js';
import { knownNames } from '../../harness/import/system-name.js';

/** Logs by the argument of the command line, as text or as bytes. */
export type Logs = readonly (readonly [arg: string, content: string | Uint8Array])[];

/** What an import comes to, in short. */
export interface Outcome {
  exit: number;
  /** `CODE: message` of the error that ended it, else of each run that failed, in order. */
  problems: string[];
  /** `system metric: values`, in order of the log. */
  values: Record<string, number[]>;
  run?: ImportedRun;
}

/** Imports logs without a disk. */
export async function importCase(logs: Logs): Promise<Outcome> {
  const names = await knownNames(await builtinSystems(), builtinApps, builtinScenarios);
  try {
    const files = logs.map(([arg, content]) => {
      const { path, system } = askedOf(arg, names);
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { path, system, sha256, text: decodeLog(bytes, path) };
    });
    return outcomeOf(importLogs(files, { host: 'elsewhere' }));
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { exit: error.exit, problems: [`${error.code}: ${error.message}`], values: {} };
  }
}

function outcomeOf(run: ImportedRun): Outcome {
  const problems: string[] = [];
  const values: Record<string, number[]> = {};
  for (const { step, values: own, failure, missing } of run.records) {
    for (const one of [...(failure === undefined ? [] : [failure]), ...Object.values(missing ?? {})]) {
      problems.push(`${one.code}: ${one.message}`);
    }
    for (const [metric, value] of Object.entries(own))
      (values[`${step.system} ${metric}`] ??= []).push(value);
  }
  const apart = run.apart.map(({ code, message }) => `${code}: ${message}`);
  const exit = apart.length > 0 ? EXIT.notComparable : EXIT.ok;
  return {
    exit: problems.length > 0 ? EXIT.couldNotMeasure : exit,
    problems: [...problems, ...apart],
    values,
    run,
  };
}
