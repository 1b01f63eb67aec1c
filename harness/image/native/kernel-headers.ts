// SPDX-License-Identifier: Apache-2.0
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { measureError } from '../../core/errors.js';
import { findPackages } from '../rootfs/apt.js';
import { unpackedPackage } from '../rootfs/deb.js';
import type { UsedPackage } from '../rootfs/types.js';
import type { NativeOptions } from './types.js';

const PACKAGE = 'linux-libc-dev';

/** Finds the package with the kernel's headers for programs. @throws BenchError `PACKAGES_UNRESOLVED` (exit 3). */
export async function findKernelHeaders(options: NativeOptions): Promise<UsedPackage> {
  const record = (await findPackages([PACKAGE], { signal: options.signal, onNote: options.onNote })).get(
    PACKAGE,
  );
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
  const root = await unpackedPackage({ ...headers, depends: [], provides: [] }, options);
  const include = join(root, 'usr', 'include');
  for (const part of ['linux', 'asm-generic'])
    await cp(join(include, part), join(into, part), { recursive: true });
  await cp(join(include, 'x86_64-linux-gnu', 'asm'), join(into, 'asm'), { recursive: true });
}
