// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { builtinSystems } from '../../support/builtin.js';
import { versioned } from './kernels.js';

/** The kernel patches in the order in which they are applied. */
export async function seriesPatches(): Promise<string[]> {
  const { patches } = (await builtinSystems()).resolveLinux(versioned('lupine-base', '+kml'));
  assert.ok(patches.length > 0, 'no patches');
  return patches;
}
