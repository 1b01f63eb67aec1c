// SPDX-License-Identifier: Apache-2.0
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { searchPath } from '../../core/child.js';
import { rawText } from '../../core/foreign.js';
import { runTool } from '../../core/tool.js';
import { LDSO, type Sysroot } from './sysroot.js';

/** Name of the compiler on the PATH of a build. It is short and the same everywhere: some programs carry it in themselves. */
export const CC = 'lupine-cc';

/** What a toolchain is put together from. */
export interface ToolchainParts {
  /** The C library; that of the distribution when missing. */
  sysroot?: Sysroot | undefined;
  /** Scratch folder of the build: no path below it gets into a program. */
  work: string;
  /** Further folders with headers. */
  headers?: readonly string[];
  signal?: AbortSignal | undefined;
}

/**
 * Makes a compiler that knows only this C library, and keeps a program the same wherever it is built. Dynamic and static programs,
 * the latter with `-static`.
 * @returns environment for the build.
 */
export async function makeToolchain(parts: ToolchainParts): Promise<Record<string, string>> {
  const { sysroot, work, headers = [], signal } = parts;
  const bin = join(work, 'bin');
  await mkdir(bin);
  const flags = [
    ...(sysroot === undefined ? [] : await muslFlags(sysroot, work, signal)),
    '-Wl,--build-id=none',
    `-ffile-prefix-map=${work}=.`,
    ...headers.map((dir) => `-idirafter ${quote(dir)}`),
  ];
  await writeFile(join(bin, CC), `#!/bin/sh\nexec gcc "$@" ${flags.join(' ')}\n`, { mode: 0o755 });
  return {
    CC,
    PATH: `${bin}:${searchPath(process.env['PATH'])}`,
    // The day of the first release of musl 1.2.3; any fixed date will do.
    SOURCE_DATE_EPOCH: '1649289600',
  };
}

/** musl's own specs with the sysroot's place; they go into the work folder. */
async function muslFlags(sysroot: Sysroot, work: string, signal: AbortSignal | undefined): Promise<string[]> {
  const specs = join(work, 'musl.specs');
  // The compiler's specs have no way to quote what the cache's own path may have.
  const plain = join(work, 'sysroot');
  await symlink(sysroot.dir, plain);
  const places = [join(plain, 'include'), join(plain, 'lib'), LDSO];
  const tool = { signal, code: 'MUSL_SPECS' };
  const text = await runTool('sh', [join(sysroot.dir, 'specs.sh'), ...places], tool);
  // The compiler counts the empty lines at the end, and the output comes without its last newline.
  await writeFile(specs, `${rawText(text)}\n`);
  return ['-fno-pie', '-no-pie', `-specs=${quote(specs)}`];
}

function quote(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
