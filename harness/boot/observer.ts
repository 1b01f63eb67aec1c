// SPDX-License-Identifier: Apache-2.0
import { FIRST_FRAME } from './frame-scan.js';
import { type DecodedConsole, decodeConsole } from './frames.js';
import type { ObserverName } from './request.js';

/** Tells from outside what goes on in a guest. */
export interface Observer {
  /** Text on the console whose first arrival marks the guest's own start. */
  awaited: string;
  /** True for the console of a guest that will not end by itself any more. */
  readonly isLost: (console: Buffer) => boolean;
  /** The whole console, once the guest has ended. */
  readonly read: (console: Buffer) => DecodedConsole;
}

const observers: Readonly<Record<ObserverName, Observer>> = {
  frames: {
    awaited: FIRST_FRAME,
    // A kernel that panics very early cannot reset the machine any more.
    isLost: (console) => decodeConsole(console).ending === 'panic',
    read: decodeConsole,
  },
};

/** The observer with a name. */
export function observerOf(name: ObserverName): Observer {
  return observers[name];
}
