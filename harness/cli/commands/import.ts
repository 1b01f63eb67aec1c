// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { counted } from '../../core/counted.js';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { readLogs } from '../../import/arguments.js';
import { importLogs } from '../../import/import.js';
import { knownNames } from '../../import/system-name.js';
import { writeImport } from '../../import/write.js';
import { createRun } from '../../run/folder.js';
import type { Session } from '../../workflow/session.js';
import { showRun } from '../../workflow/show.js';

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
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { host, baseline } = options;
  const { catalogue, apps, scenarios } = environment;
  const logs = await readLogs(args, await knownNames(catalogue, apps, scenarios), session.signal);
  const run = importLogs(logs, {
    host,
    ...(baseline === undefined ? {} : { baseline }),
  });
  await setImmediate();
  session.signal.throwIfAborted();
  for (const note of run.notes) session.progress.note(note);
  const folder = await createRun(options.out ?? environment.results, run.plan, new Date());
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}: ${counted(run.records.length, 'run')} from ${counted(logs.length, 'file')}`,
  );
  session.hint = 'run the same import again; it makes a new run';
  await writeImport(folder, run, session.signal);
  const exit = await showRun({ folder, catalogue, json: options.json }, session);
  for (const { code, message } of run.apart)
    session.progress.note(`warning: ${code}: ${message} The values are shown, and no ratio of them.`);
  return exit === EXIT.ok && run.apart.length > 0 ? EXIT.notComparable : exit;
}
