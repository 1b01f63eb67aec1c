// SPDX-License-Identifier: Apache-2.0
import { artifactAt } from '../../core/artifact.js';
import type { GuestBuilder } from './types.js';
import { requireKernel } from './kernel-file.js';
import { script } from './script.js';
import { strippedBytes } from '../kernel/loaded.js';
import { tenderOf } from '../solo5/tender.js';

/** Files as they are, and the command line that was declared. With a file `tender` they are for Solo5's. */
export const buildCustom: GuestBuilder = async ({ system, app, file, signal }) => {
  const { kernel = 'kernel', initrd, cmdline = '' } = app;
  const path = await file(kernel);
  const tender = await tenderOf(system, path, file);
  const loadedEnd = tender === undefined ? await requireKernel(system.name, path) : undefined;
  const image = await artifactAt('kernel', path);
  return {
    artifacts: [
      image,
      ...(tender === undefined ? [] : [tender.artifact]),
      ...(initrd === undefined ? [] : [await artifactAt('initrd', await file(initrd))]),
    ],
    cmdline: [system.cmdline, cmdline].filter((part) => part !== '').join(' '),
    facts: { loadedEnd, strippedBytes: await strippedBytes(image, signal) },
    script: script(app),
    monitor: tender?.monitor,
  };
};
