// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { ExitCode } from '../../core/errors.js';
import { writeAtomic } from '../../core/files.js';
import { displayPath, projectRoot } from '../../core/paths.js';
import { readLogs } from '../../import/arguments.js';
import { importLogs } from '../../import/import.js';
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
  const { plan, records, consoles } = importLogs(logs, {
    host,
    ...(baseline === undefined ? {} : { baseline }),
  });
  const folder = await createRun(options.out ?? join(projectRoot, 'results'), plan, new Date());
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}: ${records.length} runs from ${logs.length} files`,
  );
  session.hint = 'run the same import again; it makes a new run';
  for (const record of records) {
    session.signal.throwIfAborted();
    await writeAtomic(folder.consolePath(record.step), consoles.get(record.step.n) ?? '');
    await folder.writeRecord(record);
  }
  return await showRun(folder, await loadSystems(await appNames()), options.json === true, session);
}
