// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import type { GuestArtifact } from '../types.js';

/** What to say behind a path that leads nowhere; nothing behind an address, which shows only when it is fetched. */
export function goneWords({ place }: GuestArtifact): string {
  return place?.kind === 'path' && !existsSync(place.path) ? ' (not there)' : '';
}
