// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { ExitCode } from '../../core/errors.js';
import { displayPath, projectRoot } from '../../core/paths.js';
import { readLogs } from '../../import/arguments.js';
import { importLogs } from '../../import/import.js';
import { writeImport } from '../../import/write.js';
import { createRun } from '../../run/folder.js';
import { appNames } from '../../scenario/load.js';
import { loadSystems } from '../../system/catalogue.js';
import type { Session } from '../session.js';
import { showRun } from './finish.js';

/** Options of `import`, as the command line gives them. */
export interface ImportCommandOptions {
  host: string;
  baseline?: string;
  out?: string;
  json?: boolean;
}

/** `lupine-bench import <file>...`: makes a run of the raw output of clients. */
export async function importCommand(
  args: string[],
  options: ImportCommandOptions,
  session: Session,
): Promise<ExitCode> {
  const { host, baseline } = options;
  const logs = await readLogs(args);
  const run = importLogs(logs, {
    host,
    ...(baseline === undefined ? {} : { baseline }),
  });
  for (const note of run.notes) session.progress.note(note);
  const folder = await createRun(options.out ?? join(projectRoot, 'results'), run.plan, new Date());
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}: ${run.records.length} runs from ${logs.length} files`,
  );
  session.hint = 'run the same import again; it makes a new run';
  await writeImport(folder, run, session.signal);
  return await showRun(folder, await loadSystems(await appNames()), options.json === true, session);
}
