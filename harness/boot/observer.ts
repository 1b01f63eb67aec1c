// SPDX-License-Identifier: Apache-2.0
import type { ConsoleWatch } from '../vmm/types.js';
import { FRAME_START } from './frame-scan.js';
import type { ConsoleScript } from '../system/guest/types.js';
import { ConsoleReader, type DecodedConsole } from './frames.js';
import { literalStart } from './line-pattern.js';
import { NO_NONCE } from './nonce.js';
import type { BootRequest } from './request.js';
import { decodeScript } from './script-ending.js';
import { ScriptReader } from './script-reader.js';

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

/** Frames of our PID 1. */
const frames: Observer = (nonce, bound) => {
  const reader = new ConsoleReader(bound ? [nonce] : [nonce, NO_NONCE]);
  return observation(`${FRAME_START}${bound ? `${nonce} 0 ` : ''}`, {
    take: (chunk) => {
      reader.take(chunk);
    },
    // A kernel that panics very early cannot reset the machine any more.
    isLost: () => reader.panicked,
    finish: () => reader.finish(),
  });
};

/** Lines that were declared. */
function scripted(script: ConsoleScript, loaded: boolean): Observer {
  return () => {
    const reader = new ScriptReader(script, loaded);
    return observation(literalStart(script.main ?? script.success[0] ?? '') || '\n', {
      take: (chunk) => {
        reader.take(chunk);
      },
      isLost: () => reader.isOver,
      finish: () => decodeScript(reader.finish(), script),
    });
  };
}

function observation(awaited: string, reader: ConsoleWatch & { finish: () => DecodedConsole }): Observation {
  let taken = 0;
  const take = (chunk: Uint8Array): void => {
    taken += chunk.length;
    reader.take(chunk);
  };
  return {
    awaited,
    watch: { take, isLost: () => reader.isLost() },
    finish: async (rest) => {
      for await (const chunk of rest(taken)) take(chunk);
      return reader.finish();
    },
  };
}

/** The observer that a request asks for. */
export function observerOf({ observer, load }: Pick<BootRequest, 'observer' | 'load'>): Observer {
  return observer === 'frames' ? frames : scripted(observer, load?.knock !== undefined);
}
