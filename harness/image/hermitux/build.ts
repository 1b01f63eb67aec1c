// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactAt } from '../../core/artifact.js';
import { measureError } from '../../core/errors.js';
import { listFiles } from '../../core/files.js';
import { compiledOnHost } from '../../core/host-program.js';
import { displayPath, packagePath } from '../../core/paths.js';
import { script } from '../guest/script.js';
import { staticMonitor } from '../guest/static-monitor.js';
import type { GuestBuilder } from '../guest/types.js';
import { strippedBytes } from '../kernel/loaded.js';
import { hermitKernelEnd, requireStatic } from './hermit-kernel.js';

/** No library: nothing of it runs before `main`, and every compiler makes nearly the same. */
const FLAGS = [
  ...['-std=gnu11', '-Os', '-static', '-nostdlib', '-ffreestanding', '-fno-pie', '-no-pie', '-s'],
  ...['-fno-stack-protector', '-fno-asynchronous-unwind-tables', '-fcf-protection=none'],
  ...['-Wall', '-Wextra', '-Werror', '-Wl,--build-id=none,-z,noseparate-code'],
];

/**
 * HermiTux: its kernel, its monitor `uhyve`, which is a file of the system too, and a static Linux program, which stands in the place of a
 * root. An app that names no program of its own is one of `baselines/hermitux/guest/`.
 */
export const buildHermitux: GuestBuilder = async ({ system, app, appName, file, signal }) => {
  const kernel = await artifactAt('kernel', await file(app.kernel ?? 'kernel'));
  const monitor = await staticMonitor(await file('proxy'));
  const program =
    app.initrd === undefined ? await ownProgram(system.name, appName, signal) : await file(app.initrd);
  const loadedEnd = hermitKernelEnd(await readFile(kernel.path), displayPath(kernel.path));
  requireStatic(await readFile(program), displayPath(program));
  return {
    artifacts: [kernel, monitor, await artifactAt('initrd', program)],
    facts: { loadedEnd, strippedBytes: await strippedBytes(kernel, signal) },
    cmdline: app.cmdline ?? '',
    script: script(app),
    monitor: 'uhyve',
    // Seen: hello works with 7 MiB, hangs with 8, and works with 9.
    everySize: true,
  };
};

/** @throws BenchError `HERMITUX_APP` (exit 3) with the compiler's words, or where there is no such program. */
async function ownProgram(system: string, name: string, signal: AbortSignal): Promise<string> {
  const folder = packagePath('baselines', 'hermitux', 'guest');
  if (!(await listFiles(folder)).includes(`${name}.c`)) {
    throw measureError(
      'HERMITUX_APP',
      `${system} names no program for ${name}, and there is none of ours.`,
      'Name it as `initrd` of the app, and where it is under artifacts of the system.',
    );
  }
  const source = join(folder, `${name}.c`);
  const dir = await compiledOnHost({
    ...{ label: `${name} for HermiTux`, sources: [source], inputs: { flags: FLAGS } },
    compile: (into, gcc) => gcc([...FLAGS, '-o', join(into, name), source]),
    ...{ code: 'HERMITUX_APP', signal },
  });
  return join(dir, name);
}
