// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { measureError } from '../../core/errors.js';
import { makeFolder } from '../../core/files.js';
import { findPackages } from '../rootfs/apt.js';
import { unpackedPackage } from '../rootfs/deb.js';
import { pinnedPackage, pinnedRecords } from '../rootfs/pinned.js';
import type { UsedPackage } from '../rootfs/types.js';
import type { NativeOptions } from './types.js';

const PACKAGE = 'linux-libc-dev';

/** Folders of headers, and where the package has them. */
const PARTS = [
  ['linux', 'usr/include/linux'],
  ['asm-generic', 'usr/include/asm-generic'],
  ['asm', 'usr/include/x86_64-linux-gnu/asm'],
] as const;

/** Finds the package with the kernel's headers for programs. @throws BenchError `PACKAGES_UNRESOLVED` (exit 3). */
export async function findKernelHeaders(options: NativeOptions): Promise<UsedPackage> {
  const { signal, onNote, pinned } = options;
  const record = pinnedRecords(await findPackages([PACKAGE], { signal, onNote }), pinned).get(PACKAGE);
  if (record === undefined)
    throw measureError('PACKAGES_UNRESOLVED', `apt knows no ${PACKAGE}.`, 'Run `sudo apt-get update`.');
  return { name: record.name, version: record.version, sha256: record.sha256 };
}

/** Puts the kernel's headers, and nothing of glibc's that lies beside them, into a folder. */
export async function copyKernelHeaders(
  headers: UsedPackage,
  into: string,
  options: NativeOptions,
): Promise<void> {
  const record = { ...headers, depends: [], provides: [] };
  const files = await pinnedPackage(headers, options.pinned, () => unpackedPackage(record, options));
  for (const [part, from] of PARTS) {
    for (const name of files.below(from)) {
      const found = await files.entry(`${from}/${name}`);
      if (found?.kind !== 'file') continue;
      const path = join(into, part, name);
      await makeFolder(dirname(path));
      await writeFile(path, found.data);
    }
  }
}
