// SPDX-License-Identifier: Apache-2.0
import { artifactAt } from '../../core/artifact.js';
import type { GuestBuilder } from './types.js';
import { requireKernel } from './kernel-file.js';

/** Files as they are, and the command line that was declared. */
export const buildCustom: GuestBuilder = async ({ system, app, file }) => {
  const { kernel = 'kernel', initrd, cmdline = '', main, ready, success, failures, clients, end } = app;
  const path = await file(kernel);
  await requireKernel(system.name, path);
  return {
    artifacts: [
      await artifactAt('kernel', path),
      ...(initrd === undefined ? [] : [await artifactAt('initrd', await file(initrd))]),
    ],
    cmdline: [system.cmdline, cmdline].filter((part) => part !== '').join(' '),
    script: defined({ main, ready, success, failures, clients, end }),
  };
};

/** Without keys that have no value, so that it equals what JSON makes of it. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
