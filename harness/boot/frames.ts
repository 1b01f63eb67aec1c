// SPDX-License-Identifier: Apache-2.0
import { type Foreign, ending, foreignLines, withoutReturns } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { type FrameFault, consoleFailure } from './console-failure.js';
import { type Frame, FrameParser } from './frame-parse.js';
import { FrameScanner } from './frame-scan.js';
import { KernelLog } from './kernel-log.js';
import { NO_NONCE } from './nonce.js';
import { type AppOutput, type GuestError, ReportReader } from './report-reader.js';
import type { BootEnding, BootFailure, GuestReport } from './types.js';

/** A boot as far as its console tells; whether the VMM was ended by a time limit, only its caller knows. */
export interface DecodedConsole {
  ending: BootEnding;
  /** Missing when the ending is `ok`. */
  failure?: BootFailure;
  /** What the guest reported, up to the first damage; missing when it never spoke. */
  report?: GuestReport;
  /** Names of the checks that passed, in order. */
  checks: Foreign[];
  /** What PID 1 gave as the reason, when it did. */
  error?: GuestError;
  /** What the app printed, when PID 1 came to report it. */
  app: AppOutput;
  /** The last of what the kernel and the firmware printed. */
  kernel: string[];
  /** True when what marks the guest's own start stands in an earlier line too: nobody knows when it came first. */
  unmarked?: boolean;
}

/**
 * Reads a serial console as it comes: frames of PID 1, and everything else, which is never taken for a result. A console counts
 * as `ok` only when every frame is there, whole and of this boot, the last one says so, and the kernel reported no crash. What
 * is kept of it is bounded, and so are the looks at each byte.
 */
export class ConsoleReader {
  readonly #nonces: readonly string[];
  readonly #kernel = new KernelLog();
  readonly #reader = new ReportReader();
  readonly #parser = new FrameParser();
  readonly #scanner: FrameScanner;
  /** Nothing that is said in frames counts any more after the first fault. */
  #fault: FrameFault | undefined;
  #spoke = false;
  #nonce: string | undefined;

  /** @param nonces what frames of this boot may have; the first frame decides which of them all have. */
  constructor(nonces: readonly string[] = [NO_NONCE]) {
    this.#nonces = nonces;
    this.#scanner = new FrameScanner({
      frame: (body) => {
        this.#frame(body);
      },
      text: (bytes) => {
        this.#kernel.take(bytes);
      },
      cut: (why, body) => {
        this.#spoil('damaged', () => `a frame is ${why}: ${excerpt(body)}`);
      },
    });
  }

  /** Looks at bytes so far. */
  get examined(): number {
    return this.#scanner.examined + this.#parser.examined;
  }

  /** True once the kernel has said that it is dead. */
  get panicked(): boolean {
    return this.#kernel.trouble?.kind === 'panic';
  }

  /** Takes the next piece, of any size. */
  take(chunk: Uint8Array): void {
    this.#scanner.take(chunk);
  }

  /** Ends the console. */
  finish(): DecodedConsole {
    this.#scanner.end();
    this.#kernel.end();
    const { trouble, unpacking } = this.#kernel;
    const kernel = this.#kernel.lines();
    const { app, error, end, ...read } = this.#reader.result();
    const outcome = consoleFailure({
      ...{ trouble, unpacking, fault: this.#fault, error, end, spoke: this.#spoke },
      lines: [...kernel.slice(-LAST_LINES), ...appLines(app)].slice(-LAST_LINES),
    });
    return { ...outcome, ...read, ...(error === undefined ? {} : { error }), app, kernel };
  }

  #frame(body: Buffer): void {
    if (this.#fault !== undefined) return;
    this.#spoke = true;
    const parsed = this.#parser.parse(body.toString('latin1'));
    if (parsed === undefined) {
      this.#spoil('damaged', () => `a frame is damaged: ${excerpt(body)}`);
      return;
    }
    this.#kernel.take(Buffer.from(parsed.inserted, 'latin1'));
    const { frame } = parsed;
    if (!this.#isOurs(frame)) {
      this.#spoil(
        'foreign',
        () => `frame ${frame.sequence} (${frame.type}) does not have the nonce of this boot`,
      );
      return;
    }
    const why = this.#reader.take(frame);
    if (why !== undefined) this.#spoil('damaged', () => why);
  }

  #isOurs({ nonce }: Frame): boolean {
    this.#nonce ??= nonce;
    return nonce === this.#nonce && this.#nonces.includes(nonce);
  }

  /** The first fault explains all that follow. */
  #spoil(kind: FrameFault['kind'], what: () => string): void {
    this.#spoke = true;
    this.#fault ??= { kind, what: what() };
  }
}

/** Reads a whole console, as {@link ConsoleReader} does. */
export function decodeConsole(console: Uint8Array, nonces?: readonly string[]): DecodedConsole {
  const reader = new ConsoleReader(nonces);
  reader.take(console);
  return reader.finish();
}

/** Lines that are kept of a boot that failed. */
const LAST_LINES = 20;

/** More of what an app printed is not looked at for its last lines. */
const LAST_CHARACTERS = 16 * 1024;

/** The app's own last words belong to the message about its failure. */
function appLines({ stdout, stderr }: AppOutput): string[] {
  const lines = [stdout, stderr].flatMap((text) =>
    foreignLines(ending(text, LAST_CHARACTERS)).map((line) => printable(withoutReturns(line), 2048)),
  );
  return lines.filter((line) => line.trim() !== '').map((line) => `app: ${line}`);
}

function excerpt(body: Buffer): string {
  return `"${printable(body.toString('latin1', 0, 80), 60)}"`;
}
