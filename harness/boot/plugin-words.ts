// SPDX-License-Identifier: Apache-2.0
import { type Foreign, partsOf, says } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { BootFailure } from './types.js';

/** How the plugin itself begins what it says. */
const OWN_WORDS = /^profile: (.*)$/m;

/** How QEMU says that it takes no plugin, or not this one. */
const REFUSAL = /^.*(?:plugin|not supported in this build).*$/im;

/**
 * Why a boot whose instructions were to be counted was not made, by what its monitor said; undefined when that has nothing to do
 * with counting.
 * @param spoke whether the guest did: then the monitor has taken the plugin.
 */
export function pluginFailure(stderr: Foreign, spoke: boolean): Omit<BootFailure, 'console'> | undefined {
  const own = partsOf(stderr, OWN_WORDS)?.[1];
  if (own !== undefined) {
    return {
      code: says(own, /^too large/) ? 'PROFILE_TOO_LARGE' : 'PROFILE_FAILED',
      message: `the profile could not be made: ${printable(own, 200)}.`,
      next: 'Profile without --tree, a shorter load, or see that the disk has room.',
    };
  }
  const refusal = spoke ? undefined : partsOf(stderr, REFUSAL)?.[0];
  if (refusal === undefined) return undefined;
  return {
    code: 'PROFILE_UNSUPPORTED',
    message: `this QEMU does not take the plugin that counts instructions: "${printable(refusal, 300)}".`,
    next: "Install a QEMU that was built with plugins, as Debian's is, or name one in LUPINE_BENCH_QEMU; measuring works without.",
  };
}
