// SPDX-License-Identifier: Apache-2.0
import { foreign } from '../../harness/core/foreign.js';
import { decodeConsole } from '../../harness/boot/frames.js';
import { judgeBoot } from '../../harness/boot/judge.js';
import type { ExpectedReport } from '../../harness/boot/request.js';
import type { BootResult } from '../../harness/boot/types.js';
import type { Clock } from '../../harness/metric/types.js';
import { CONSOLE_BYTES, type VmExit } from '../../harness/vmm/types.js';
import { type FrameText, GOOD_FRAMES, encodeFrames } from './frames.js';

/** The nonce of the boot that is judged. */
export const NONCE = '0123456789abcdef';

/** What {@link GOOD_FRAMES} are the report of. */
export const EXPECTS: ExpectedReport = {
  checks: ['GET'],
  clients: ['c'],
  reportsMain: false,
  tscHz: 1_000_000_000,
  limitMs: 1000,
};

/** What is judged beside a console. */
export interface JudgedParts {
  expects?: Partial<ExpectedReport>;
  exit?: Partial<VmExit>;
  clock?: Clock;
}

/** What becomes of a boot with this console. */
export function judged(console: string | Buffer, { expects, exit, clock }: JudgedParts = {}): BootResult {
  const ended: VmExit = { kind: 'exited', status: 33, stderr: foreign(''), argv: [], hostMs: 20, ...exit };
  return judgeBoot(ended, decodeConsole(Buffer.from(console as string, 'latin1'), [NONCE]), {
    ...{ clock: clock ?? 'deterministic', timeoutMs: 60_000, consoleBytes: CONSOLE_BYTES },
    expects: { ...EXPECTS, ...expects },
    observer: 'frames',
  });
}

/** The console of a boot that ends well, with frames changed. */
export function reported(change: (frames: FrameText[]) => readonly FrameText[] = (frames) => frames): string {
  return encodeFrames(change([...GOOD_FRAMES]), NONCE).join('');
}

/** Puts other frames in the place of those of a type, or of the event of that name. */
export function instead(
  what: string,
  ...others: readonly FrameText[]
): (frames: FrameText[]) => readonly FrameText[] {
  return (frames) =>
    frames.flatMap((frame) => {
      const [type, payload] = frame;
      return type === what || (type === 'event' && payload.startsWith(`${what} `)) ? others : [frame];
    });
}
