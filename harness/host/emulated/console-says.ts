// SPDX-License-Identifier: Apache-2.0
import type { ConsoleWatch } from '../../vmm/types.js';

/** Waits for a text on a console. */
export interface ConsoleSays {
  /** To be given to the monitor. */
  watch: ConsoleWatch;
  /** Ends when the text has come; never without it. */
  said: Promise<void>;
}

/** Makes a watch for the first arrival of a text in Latin-1. */
export function consoleSays(text: string): ConsoleSays {
  let tail = '';
  let found = false;
  let tell: () => void = () => undefined;
  const said = new Promise<void>((resolve) => (tell = resolve));
  const take = (chunk: Uint8Array): void => {
    if (found) return;
    const seen = tail + Buffer.from(chunk).toString('latin1');
    found = seen.includes(text);
    tail = seen.slice(-text.length);
    if (found) tell();
  };
  return { watch: { take, isLost: () => false }, said };
}
