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
  /** Reads the whole console, once the guest has ended. */
  read: (console: AsyncIterable<Uint8Array>) => Promise<DecodedConsole>;
}

/**
 * Tells from outside what goes on in a guest.
 * @param nonce what every frame of the boot has.
 * @param bound false when frames without one are good too.
 */
export type Observer = (nonce: string, bound: boolean) => Observation;

const observers: Readonly<Record<ObserverName, Observer>> = {
  frames: (nonce, bound) => {
    const nonces = bound ? [nonce] : [nonce, NO_NONCE];
    const live = new ConsoleReader(nonces);
    return {
      awaited: `${FRAME_START}${bound ? `${nonce} 0 ` : ''}`,
      watch: {
        take: (chunk) => {
          live.take(chunk);
        },
        // A kernel that panics very early cannot reset the machine any more.
        isLost: () => live.panicked,
      },
      read: async (console) => {
        const reader = new ConsoleReader(nonces);
        for await (const chunk of console) reader.take(chunk);
        return reader.finish();
      },
    };
  },
};

/** The observer with a name. */
export function observerOf(name: ObserverName): Observer {
  return observers[name];
}
