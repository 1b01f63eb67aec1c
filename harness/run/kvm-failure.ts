// SPDX-License-Identifier: Apache-2.0
import type { BootResult } from '../boot/types.js';
import { BenchError, EXIT } from '../core/errors.js';

/** Code of a boot that the host's KVM stopped or refused, and of the error that ends the run. */
export const KVM_FAILED = 'KVM_FAILED';

/**
 * Ends a run in which KVM failed a guest: it would fail the others too, or worse, run them wrong.
 * @param where the boot, in words.
 * @throws BenchError `KVM_FAILED` (exit 3, scope `run`).
 */
export function requireKvm(where: string, { failure }: BootResult): void {
  if (failure?.code !== KVM_FAILED) return;
  throw new BenchError({
    code: KVM_FAILED,
    message: `${where}: ${failure.message}. The run ends here; what was measured is kept.`,
    next: 'Start a new run with --clock deterministic; `lupine-bench doctor --probe` tries KVM again.',
    cause: failure.message,
    exit: EXIT.couldNotMeasure,
    scope: 'run',
  });
}
