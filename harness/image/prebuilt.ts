// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { artifactAt } from '../core/artifact.js';
import { usageError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { digestOf } from '../core/json.js';
import { displayPath } from '../core/paths.js';
import type { PrebuiltLinux } from '../system/types.js';
import type { SystemImage } from './boot-image.js';
import { isElf } from './elf/segments.js';
import { enabledOptions } from './kernel/config.js';
import { strippedBytes } from './kernel/loaded.js';

/**
 * A kernel that somebody else built, as it is.
 * @throws BenchError `KERNEL_FILE` (exit 2) when there is no such file, or it is no kernel that QEMU's microvm can load.
 */
export async function prebuiltImage(
  { name, kernel, config }: PrebuiltLinux,
  signal?: AbortSignal,
): Promise<SystemImage> {
  const artifact = await artifactAt('kernel', kernel).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR')) throw error;
    throw kernelFile(name, kernel, 'cannot be read');
  });
  const bytes = await readFile(kernel);
  const compressed = isBzImage(bytes);
  if (compressed && !isFor64Bits(bytes)) throw kernelFile(name, kernel, 'is a kernel for 32-bit machines');
  if (!compressed && !isElf(bytes))
    throw kernelFile(name, kernel, 'is neither a vmlinux nor a bzImage for x86-64');
  return {
    inputs: digestOf({ kernel: artifact.sha256 }),
    // A vmlinux may have its symbols; whether it has, a profile sees.
    symbols: compressed ? undefined : kernel,
    artifacts: [
      artifact,
      ...(compressed ? [{ ...artifact, role: 'kernel-compressed' as const }] : []),
      ...(config === undefined ? [] : [await artifactAt('config', config)]),
    ],
    facts: {
      options: config === undefined ? undefined : enabledOptions(await readFile(config, 'utf8')).length,
      strippedBytes: compressed ? undefined : await strippedBytes(artifact, signal),
    },
    hit: true,
  };
}

function kernelFile(name: string, path: string, what: string): Error {
  return usageError(
    'KERNEL_FILE',
    `the kernel of ${name}, ${displayPath(path)}, ${what}.`,
    'Correct `kernel:` of this system; a vmlinux (64-bit ELF) or a bzImage is meant.',
  );
}

/** Magic numbers of the boot protocol: Documentation/arch/x86/boot.rst of the kernel. */
export function isBzImage(bytes: Buffer): boolean {
  return (
    bytes.length > 0x238 &&
    bytes.readUInt16LE(0x1fe) === 0xaa55 &&
    bytes.toString('latin1', 0x202, 0x206) === 'HdrS'
  );
}

/** Version of the boot protocol from which a kernel says what it can be loaded as, and where. */
const SAYS = { version: 0x20c, at: 0x236, for64Bits: 1 } as const;

/** False for a bzImage that says that it is none for x86-64. */
export function isFor64Bits(bytes: Buffer): boolean {
  return bytes.readUInt16LE(0x206) < SAYS.version || (bytes.readUInt16LE(SAYS.at) & SAYS.for64Bits) !== 0;
}
