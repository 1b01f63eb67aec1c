// SPDX-License-Identifier: Apache-2.0
import { writeBelow } from '../core/confined.js';

/** A file of the report before it is written. */
export interface ReportFile {
  /** Below the folder of the run. */
  path: string;
  data: string | Uint8Array;
}

/**
 * Writes files into the folder of a run one after the other, so that the first one that fails ends it: nothing goes on behind an
 * error. A reader sees all of a file or nothing of it; that it outlives a crash is not assured, because `report` makes it again.
 * @throws BenchError `DISK_FULL` (exit 3), `FILE_ERROR` (exit 2) or `WRITE_FAILED` (exit 3), each with the path; `PATH_LINKED`
 *   (exit 2) where something in the folder is a link.
 */
export async function writeFiles(outDir: string, files: readonly ReportFile[]): Promise<void> {
  for (const { path, data } of files) await writeBelow(outDir, path, data, { durable: false });
}
