// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises';
import { foreign, rawText } from '../core/foreign.js';
import type { RunFolder } from '../run/folder.js';
import type { ImportedRun } from './import.js';

/**
 * Nothing waits for the disk: ten thousand runs would wait a minute. What a power cut leaves half shows by its digest, and the logs
 * are still there.
 */
const QUICKLY = { durable: false };

/** Files are written so many at a time. */
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
      // A turn of the event loop for each: whoever says stop is heard.
      await setImmediate();
      signal.throwIfAborted();
      const text = rawText(consoles.get(record.step.n) ?? foreign(''));
      await folder.write(folder.consolePath(record.step), text, QUICKLY);
      await folder.writeRecord(record, QUICKLY);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
