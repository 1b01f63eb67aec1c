// SPDX-License-Identifier: Apache-2.0
import { type BootRequest, runBoot } from '../boot/boot.js';
import type { BootResult } from '../boot/types.js';
import { driveLoad } from './drive.js';
import { openRoom } from './room.js';
import type { LoadOptions } from './types.js';
import { withLoad } from './verdict.js';

/** A boot to make, and what loads its app from the host meanwhile. */
export interface LoadedBootRequest extends BootRequest {
  load: Omit<LoadOptions, 'room'>;
}

/**
 * Boots a guest whose app is loaded from the host, in a network of its own for the two of them.
 * @throws BenchError `NAMESPACE_REFUSED`, `TAP_REFUSED`, `ROOM_FAILED`, `LOAD_HELPERS` (exit 3) before anything is booted,
 *   and whatever `runBoot` throws.
 */
export async function bootUnderLoad({ vmm, spec, signal, load }: LoadedBootRequest): Promise<BootResult> {
  const room = await openRoom(signal);
  const guestEnded = new AbortController();
  try {
    const driven = driveLoad({ ...load, room }, guestEnded.signal);
    const guest = runBoot({ vmm, spec: { ...spec, tap: room }, ...(signal === undefined ? {} : { signal }) });
    const both = await Promise.allSettled([guest.finally(() => guestEnded.abort()), driven]);
    const [booted, loaded] = both;
    if (booted.status === 'rejected') throw booted.reason;
    if (loaded.status === 'rejected') throw loaded.reason;
    return withLoad(booted.value, loaded.value);
  } finally {
    await room.close();
  }
}
