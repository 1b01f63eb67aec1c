// SPDX-License-Identifier: Apache-2.0
import { foreign } from '../core/foreign.js';
import { consoleFailure } from './console-failure.js';
import { type AppOutput, type GuestError, readFrames } from './frame-report.js';
import { scanConsole } from './frame-scan.js';
import { kernelLines, kernelTrouble } from './kernel-lines.js';
import type { BootEnding, BootFailure, GuestReport } from './types.js';

/** A boot as far as its console tells; whether the VMM was ended by a time limit, only its caller knows. */
export interface DecodedConsole {
  ending: BootEnding;
  /** Missing when the ending is `ok`. */
  failure?: BootFailure;
  /** What the guest reported, up to the first damage; missing when it never spoke. */
  report?: GuestReport;
  /** What PID 1 gave as the reason, when it did. */
  error?: GuestError;
  /** What the app printed, when PID 1 came to report it. */
  app: AppOutput;
  /** What the kernel and the firmware printed. */
  kernel: string[];
}

/**
 * Reads a serial console: frames of PID 1, and everything else, which is never taken for a result. A console counts as
 * `ok` only when every frame is there and whole, the last one says so, and the kernel reported no crash.
 */
export function decodeConsole(console: Buffer): DecodedConsole {
  const { frames, rest, damage } = scanConsole(console);
  const read = readFrames(frames);
  const kernel = kernelLines(foreign(rest));
  const trouble = kernelTrouble(kernel);
  const { app, report, error, end } = read;
  const outcome = consoleFailure({
    trouble,
    damage: [...damage, ...(read.nonsense === undefined ? [] : [read.nonsense])],
    error,
    end,
    spoke: frames.length > 0 || damage.length > 0,
    lines: [...kernel, ...appLines(app)],
  });
  return {
    ...outcome,
    ...(frames.length === 0 ? {} : { report }),
    ...(error === undefined ? {} : { error }),
    app,
    kernel,
  };
}

/** The app's own last words belong to the message about its failure. */
function appLines(app: AppOutput): string[] {
  return [...kernelLines(app.stdout), ...kernelLines(app.stderr)].map((line) => `app: ${line}`);
}
