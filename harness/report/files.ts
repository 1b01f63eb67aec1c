// SPDX-License-Identifier: Apache-2.0
import { rename, rm, writeFile } from 'node:fs/promises';
import { makeFolder, writeError } from '../core/files.js';

/** A file of the report before it is written. */
export interface ReportFile {
  path: string;
  data: string | Uint8Array;
}

/**
 * Writes files one after the other, so that the first one that fails ends it: nothing goes on behind an error. A reader
 * sees all of a file or nothing of it; that it outlives a crash is not assured, because `report` makes it again.
 * @throws BenchError `DISK_FULL` (exit 3), `FILE_ERROR` (exit 2) or `WRITE_FAILED` (exit 3), each with the path.
 */
export async function writeFiles(files: readonly ReportFile[]): Promise<void> {
  for (const { path, data } of files) {
    const temporary = `${path}.tmp`;
    try {
      await writeFile(temporary, data);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw writeError(path, error);
    }
  }
}

/**
 * Makes a folder anew, without what an earlier report left in it.
 * @throws BenchError as {@link writeFiles}.
 */
export async function emptyFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw writeError(path, error);
  }
  await makeFolder(path);
}
