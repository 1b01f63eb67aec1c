// SPDX-License-Identifier: Apache-2.0
import { artifactAt } from '../../core/artifact.js';
import type { GuestBuilder } from './types.js';
import { requireKernel } from './kernel-file.js';
import { script } from './script.js';

/** Files as they are, and the command line that was declared. */
export const buildCustom: GuestBuilder = async ({ system, app, file }) => {
  const { kernel = 'kernel', initrd, cmdline = '' } = app;
  const path = await file(kernel);
  await requireKernel(system.name, path);
  return {
    artifacts: [
      await artifactAt('kernel', path),
      ...(initrd === undefined ? [] : [await artifactAt('initrd', await file(initrd))]),
    ],
    cmdline: [system.cmdline, cmdline].filter((part) => part !== '').join(' '),
    script: script(app),
  };
};
