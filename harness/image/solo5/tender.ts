// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Artifact } from '../../core/artifact.js';
import { displayPath } from '../../core/paths.js';
import { type BroughtName, TENDER } from '../../system/guest/clock.js';
import type { GuestSystem } from '../../system/types.js';
import { staticMonitor } from '../guest/static-monitor.js';
import { requireHvt } from './abi.js';

/** What runs an image of Solo5. */
export interface Tender {
  artifact: Artifact;
  /** Name of the monitor. */
  monitor: BroughtName;
}

/**
 * What runs the images of a system, if those are Solo5's. The image is looked at before it is run: a tender of today refuses old ones.
 * @param kernel path of the image.
 * @throws BenchError `ELF_DAMAGED`, `SOLO5_ABI`, `MONITOR_DYNAMIC` (exit 3); what `file` throws.
 */
export async function tenderOf(
  { artifacts }: Pick<GuestSystem, 'artifacts'>,
  kernel: string,
  file: (name: string) => Promise<string>,
): Promise<Tender | undefined> {
  if (!artifacts.some(({ name }) => name === TENDER)) return undefined;
  requireHvt(await readFile(kernel), displayPath(kernel));
  return { artifact: await staticMonitor(await file(TENDER)), monitor: 'solo5-hvt' };
}
