// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../../boot/request.js';
import { OUTPUT_BYTES } from '../../load/confined-client.js';
import { KEPT_BYTES } from '../../vmm/error-tail.js';
import { PROFILE_BYTES } from '../../vmm/types.js';
import type { AnswerFiles } from './answer.js';

/** Longest of what the keeper itself writes, bytes. */
const SMALL_BYTES = 8192;

/** How long a file may be that a boot of this request leaves, the console aside; nothing for one that it does not leave. */
export function longestFile(name: string, { load, profile }: BootRequest): ReturnType<AnswerFiles['most']> {
  if (['begun', 'result', 'load'].includes(name)) return SMALL_BYTES;
  if (name === 'stderr') return KEPT_BYTES + SMALL_BYTES;
  if (name === 'profile') return profile === undefined ? undefined : PROFILE_BYTES;
  if (name === 'notify.err') return load === undefined ? undefined : OUTPUT_BYTES;
  const outputs = (load?.clients ?? []).flatMap((_client, which) => [
    `client-${which}.out`,
    `client-${which}.err`,
  ]);
  return outputs.includes(name) ? OUTPUT_BYTES : undefined;
}
