// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BenchError, measureError } from '../../core/errors.js';
import { type ElfFile, bytesAt, readElf } from '../../image/elf/file.js';
import { isElf } from '../../image/elf/segments.js';
import { type KernelFile, numbersAt } from '../kernel/kernel.js';
import { commandNames } from './commands.js';
import { type ArchivedFile, readArchive } from './cpio.js';
import { type Program, VDSO, programOf } from './program.js';

/** The programs of a guest. */
export interface Programs {
  programs: Program[];
  /** What a reader must know about them, one sentence each. */
  notes: string[];
}

/** Largest file that Node reads at once. */
const LARGEST_ROOT = 2 ** 31 - 1;

/** Most bytes of what the kernel maps into every program. */
const LARGEST_VDSO = 64 * 1024;

/**
 * All programs and libraries of a root in memory, and what the kernel maps into them. A file that is none, or damaged, is left out,
 * the damaged ones with a note: a guest that cannot run them does not execute them either.
 * @param path of the cpio archive.
 * @param unstripped programs that were built here, with their symbols.
 * @throws BenchError `ROOT_DAMAGED`, `ROOT_TOO_LARGE` (exit 3).
 */
export async function readPrograms(
  path: string,
  kernel: KernelFile,
  unstripped: readonly ElfFile[],
): Promise<Programs> {
  const archive = await readFile(path).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw measureError(
      'ROOT_TOO_LARGE',
      `the root image has more than ${LARGEST_ROOT} bytes: its programs cannot be told apart.`,
      'Profile an app with a smaller root.',
    );
  });
  return programsOf(archive, kernel, unstripped);
}

/** The programs of an archive. @throws BenchError `ROOT_DAMAGED` (exit 3). */
export function programsOf(archive: Buffer, kernel: KernelFile, unstripped: readonly ElfFile[]): Programs {
  const found: Programs = { programs: [], notes: [] };
  const content = readArchive(archive);
  const names = commandNames(content);
  for (const { path, data } of onceEach(content.files, names)) {
    try {
      const program = programOf(names.get(path) ?? path, readElf(data, path), unstripped);
      if (program.code.length > 0) found.programs.push(program);
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      found.notes.push(error.message);
    }
  }
  return { ...found, programs: [...found.programs, ...vdsoOf(kernel)] };
}

/** The programs, equal ones once: under the name by which the job starts one, else under the first. */
function onceEach(files: readonly ArchivedFile[], names: ReadonlyMap<string, string>): ArchivedFile[] {
  const kept = new Map<string, ArchivedFile>();
  for (const file of files) {
    if (!isElf(file.data)) continue;
    const digest = createHash('sha256').update(file.data).digest('hex');
    if (!kept.has(digest) || names.has(file.path)) kept.set(digest, file);
  }
  return [...kept.values()];
}

/** The small library in the kernel's own file: `struct vdso_image` begins with its address and its size. */
function vdsoOf(kernel: KernelFile): Program[] {
  const image = kernel.symbol('vdso_image_64');
  if (image === undefined) return [];
  const [address = 0n, size = 0n] = numbersAt(kernel, image.address, 2);
  const bytes = size > 0n && size <= LARGEST_VDSO ? bytesAt(kernel.elf, address, Number(size)) : undefined;
  return bytes === undefined || !isElf(bytes) ? [] : [programOf(VDSO, readElf(bytes, VDSO))];
}
