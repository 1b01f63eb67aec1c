// SPDX-License-Identifier: Apache-2.0
import { artifactAt } from '../../core/artifact.js';
import type { GuestBuilder } from './types.js';
import { requireKernel } from './kernel-file.js';
import { script } from './script.js';
import { tenderOf } from '../solo5/tender.js';

/** Files as they are, and the command line that was declared. With a file `tender` they are for Solo5's. */
export const buildCustom: GuestBuilder = async ({ system, app, file }) => {
  const { kernel = 'kernel', initrd, cmdline = '' } = app;
  const path = await file(kernel);
  const tender = await tenderOf(system, path, file);
  if (tender === undefined) await requireKernel(system.name, path);
  return {
    artifacts: [
      await artifactAt('kernel', path),
      ...(tender === undefined ? [] : [tender.artifact]),
      ...(initrd === undefined ? [] : [await artifactAt('initrd', await file(initrd))]),
    ],
    cmdline: [system.cmdline, cmdline].filter((part) => part !== '').join(' '),
    script: script(app),
    monitor: tender?.monitor,
  };
};
