// SPDX-License-Identifier: Apache-2.0
import type { ConsoleWatch } from '../vmm/types.js';
import { FRAME_START } from './frame-scan.js';
import { ConsoleReader, type DecodedConsole } from './frames.js';
import { NO_NONCE } from './nonce.js';
import type { ObserverName } from './request.js';

/** What is observed of one boot. */
export interface Observation {
  /** Text on the console whose first arrival marks the guest's own start. */
  awaited: string;
  /** Looks at the console while the guest runs. */
  watch: ConsoleWatch;
  /**
   * Reads what the watch has not seen, once the guest has ended.
   * @param rest gives the console behind so many bytes.
   */
  finish: (rest: (from: number) => AsyncIterable<Uint8Array>) => Promise<DecodedConsole>;
}

/**
 * Tells from outside what goes on in a guest.
 * @param nonce what every frame of the boot has.
 * @param bound false when frames without one are good too.
 */
export type Observer = (nonce: string, bound: boolean) => Observation;

const observers: Readonly<Record<ObserverName, Observer>> = {
  frames: (nonce, bound) => {
    const reader = new ConsoleReader(bound ? [nonce] : [nonce, NO_NONCE]);
    let taken = 0;
    const take = (chunk: Uint8Array): void => {
      taken += chunk.length;
      reader.take(chunk);
    };
    return {
      awaited: `${FRAME_START}${bound ? `${nonce} 0 ` : ''}`,
      watch: {
        take,
        // A kernel that panics very early cannot reset the machine any more.
        isLost: () => reader.panicked,
      },
      finish: async (rest) => {
        for await (const chunk of rest(taken)) take(chunk);
        return reader.finish();
      },
    };
  },
};

/** The observer with a name. */
export function observerOf(name: ObserverName): Observer {
  return observers[name];
}
