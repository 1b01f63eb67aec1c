// SPDX-License-Identifier: Apache-2.0
import { privateAptOptions } from '../rootfs/private-apt.js';
import { sourcePackageLists } from './source-lists.js';

/**
 * Options that make apt know the source packages of the machine's own servers, and change nothing of the machine.
 * @throws BenchError `SOURCE_LISTS` (exit 3) when no server answers.
 */
export async function sourceAptOptions(signal?: AbortSignal): Promise<string[]> {
  return await privateAptOptions({
    name: 'apt-sources',
    derive: sourcePackageLists,
    code: 'SOURCE_LISTS',
    signal,
  });
}
