// SPDX-License-Identifier: Apache-2.0
import { runTool } from '../../core/tool.js';

/**
 * Makes the file that the VMM loads from the linked kernel: no symbols, notes kept (the VMM finds the PVH entry there).
 * Applied to every kernel alike.
 */
export async function stripKernel(linked: string, stripped: string, signal?: AbortSignal): Promise<void> {
  await runTool('strip', ['--strip-all', '-o', stripped, linked], { signal, code: 'KERNEL_STRIP' });
}
