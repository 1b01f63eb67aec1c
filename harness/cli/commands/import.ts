// SPDX-License-Identifier: Apache-2.0
import type { ExitCode } from '../../core/errors.js';
import { writeAtomic } from '../../core/files.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import { readLogs } from '../../import/arguments.js';
import { importLogs } from '../../import/import.js';
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
  const logs = await readLogs(args);
  const { plan, records, consoles } = importLogs(logs, {
    host,
    ...(baseline === undefined ? {} : { baseline }),
  });
  const folder = await createRun(options.out ?? environment.results, plan, new Date());
  session.progress.note(
    `run ${folder.id} in ${displayPath(folder.dir)}: ${records.length} runs from ${logs.length} files`,
  );
  session.hint = 'run the same import again; it makes a new run';
  for (const record of records) {
    session.signal.throwIfAborted();
    await writeAtomic(folder.consolePath(record.step), consoles.get(record.step.n) ?? '');
    await folder.writeRecord(record);
  }
  return await showRun({ folder, catalogue: environment.catalogue, json: options.json }, session);
}
