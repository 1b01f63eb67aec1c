// SPDX-License-Identifier: Apache-2.0

/**
 * Libraries that a kernel of OSv has in itself, as far as some kernel has them: which one does is a question to its bytes. An
 * older kernel does not know musl's name, and one with hidden symbols keeps the C++ library to itself.
 */
const SUPPLIED = [
  'ld-linux-x86-64.so.2',
  'libaio.so.1',
  'libc.musl-x86_64.so.1',
  'libc.so.6',
  'libcrypt.so.1',
  'libdl.so.2',
  'ld-musl-x86_64.so.1',
  'libm.so.6',
  'libpthread.so.0',
  'libresolv.so.2',
  'librt.so.1',
  'libstdc++.so.6',
  'libutil.so',
  'libxenstore.so.3.0',
] as const;

/** The names of the libraries that this kernel stands in for: its loader knows them by name, so they are in its bytes. */
export function suppliedBy(kernel: Buffer): ReadonlySet<string> {
  return new Set(SUPPLIED.filter((name) => kernel.includes(`${name}\0`)));
}
