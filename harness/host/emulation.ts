// SPDX-License-Identifier: Apache-2.0
import type { Host } from './types.js';

/** By which factor everything may take longer on a host whose processor is emulated. */
export const PATIENCE = 12;

/**
 * Whether the processor of a host is emulated, so that its times mean nothing: its entry, its processor's name or the speed of its
 * guests says so.
 */
export async function isEmulated(host: Pick<Host, 'facts' | 'kvm'>, monitor: string): Promise<boolean> {
  return (await host.facts()).emulated === true || (await host.kvm(monitor)).emulated === true;
}
