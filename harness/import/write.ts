// SPDX-License-Identifier: Apache-2.0
import { writeAtomic } from '../core/files.js';
import { foreign, rawText } from '../core/foreign.js';
import type { RunFolder } from '../run/folder.js';
import type { ImportedRun } from './import.js';

/** Files are written so many at a time: each waits for the disk, and most of that wait is shared. */
const AT_A_TIME = 32;

/**
 * Writes the records of imported logs, and what the clients printed.
 * @throws BenchError `DISK_FULL` or `WRITE_FAILED` (exit 3); what the signal was aborted with.
 */
export async function writeImport(
  folder: RunFolder,
  { records, consoles }: Pick<ImportedRun, 'records' | 'consoles'>,
  signal: AbortSignal,
): Promise<void> {
  const queue = records.values();
  const work = async (): Promise<void> => {
    for (const record of queue) {
      signal.throwIfAborted();
      await writeAtomic(folder.consolePath(record.step), rawText(consoles.get(record.step.n) ?? foreign('')));
      await folder.writeRecord(record);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
