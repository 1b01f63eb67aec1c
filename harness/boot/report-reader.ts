// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign } from '../core/foreign.js';
import { countOf64 } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import type { Frame } from './frame-parse.js';
import { KeptOutput } from './kept-output.js';
import type { ClientOutput, GuestReport } from './types.js';

/** What PID 1 gave as the reason of a failure. */
export interface GuestError {
  /** Its word for it, e.g. `not-ready`. */
  word: Foreign;
  /** What it said beside the word. */
  detail: Foreign;
}

/** What the app printed, kept from the end. */
export interface AppOutput {
  stdout: Foreign;
  stderr: Foreign;
  /** Bytes of either stream that were printed earlier and not kept. */
  dropped: number;
}

/** The frames of a boot, read. */
export interface ReadFrames {
  /** Missing when there was no frame. */
  report?: GuestReport;
  app: AppOutput;
  /** Names of the checks that passed, in order. */
  checks: Foreign[];
  error?: GuestError;
  /** How PID 1 ended the boot; missing when it did not. */
  end?: 'ok' | 'failed';
}

/** The events of a boot, in the order in which they happen; `main` only where the app reports it. */
export const EVENTS = ['pid1', 'exec', 'main', 'ready', 'frame', 'done'] as const;

const SOURCES: readonly string[] = ['job', 'cpuid-15', 'hypervisor', 'calibrated'];

/** What PID 1 keeps of each stream, bytes. */
const APP_BYTES = 128 * 1024;
const OUT_BYTES = 1024 * 1024;
const ERR_BYTES = 64 * 1024;

/** What all programs of a boot may print together, bytes: it is kept in memory and in a record. */
const ALL_BYTES = 16 * 1024 * 1024;

/** What it drops of one, bytes: no guest prints more. */
const MOST_DROPPED = 2n ** 48n;

/** Characters of the name of a client; no job has a longer one, or one with others than printable ASCII. */
const NAME_CHARACTERS = 100;

/** Notes that it keeps; and more checks or clients than a job has lines for. */
const NOTES = 16;
const STEPS = 1000;

interface OpenClient {
  name: string;
  out: KeptOutput;
  err: KeptOutput;
}

/** Reads the frames of one boot, each once and in order, and refuses what PID 1 does not write. */
export class ReportReader {
  readonly #report: GuestReport = {
    ...{ tsc: {}, tscHz: 0n, tscSource: foreign(''), clients: [], ready: false, checks: 0, notes: [] },
  };
  readonly #checks: Foreign[] = [];
  readonly #out = new KeptOutput(APP_BYTES);
  readonly #err = new KeptOutput(APP_BYTES);
  readonly #dropped = new Map<string, number>();
  #frames = 0;
  #printed = 0;
  #client: OpenClient | undefined;
  #error: GuestError | undefined;
  #end: 'ok' | 'failed' | undefined;

  /**
   * Takes the next frame.
   * @returns what is wrong with it, a few words; it is then not part of the report.
   */
  take(frame: Frame): string | undefined {
    const { type, sequence } = frame;
    if (sequence !== this.#frames) return `frame ${this.#frames} is missing: frame ${sequence} came instead`;
    const why = this.#end === undefined ? this.#read(frame) : 'it follows the last one';
    if (why !== undefined) return `frame ${sequence} (${type}) makes no sense: ${why}`;
    this.#frames += 1;
    return undefined;
  }

  /** What was read. */
  result(): ReadFrames {
    const dropped = [...this.#dropped.values()].reduce((sum, count) => sum + count, 0);
    return {
      ...(this.#frames === 0 ? {} : { report: { ...this.#report, checks: this.#checks.length } }),
      app: { stdout: this.#out.text(), stderr: this.#err.text(), dropped },
      checks: this.#checks,
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#end === undefined ? {} : { end: this.#end }),
    };
  }

  #read({ type, payload }: Frame): string | undefined {
    const text = payload.toString('utf8');
    if (this.#frames === 0 && !(type === 'event' && text.startsWith('frame '))) return 'it is the first one';
    if (this.#error !== undefined && type !== 'end') return 'an error was reported before';
    switch (type) {
      case 'event':
        return this.#event(text);
      case 'ready':
        return this.#ready(text);
      case 'check':
        return this.#check(text);
      case 'tsc-hz':
        return this.#frequency(text);
      case 'note':
        return this.#report.notes.push(foreign(text)) > NOTES ? 'there are too many' : undefined;
      case 'app-out-dropped':
      case 'app-err-dropped':
        return this.#drop(type, text);
      case 'app-out':
        return this.#keep(this.#out, payload);
      case 'app-err':
        return this.#keep(this.#err, payload);
      case 'client':
        return this.#beginClient(text);
      case 'client-out':
        return this.#keep(this.#client?.out, payload);
      case 'client-err':
        return this.#keep(this.#client?.err, payload);
      case 'client-end':
        return this.#endClient(text);
      case 'error':
        return this.#fail(text);
      case 'end':
        return this.#finish(text);
      default:
        return 'unknown type';
    }
  }

  #keep(output: KeptOutput | undefined, piece: Buffer): string | undefined {
    if (output === undefined) return 'there is no client';
    this.#printed += piece.length;
    return this.#printed > ALL_BYTES ? `more than ${ALL_BYTES} bytes were printed by all` : output.add(piece);
  }

  #event(text: string): string | undefined {
    const { tsc } = this.#report;
    const [name = '', count = '', ...others] = text.split(' ');
    const event = EVENTS.find((known) => known === name);
    if (event === undefined) return 'unknown event';
    if (tsc[event] !== undefined) return 'the event happened before';
    const counts = countOf(count);
    if (counts === undefined || others.length > 0) return 'no count';
    tsc[event] = counts;
    return undefined;
  }

  #ready(text: string): string | undefined {
    if (text !== '' || this.#report.ready) return 'the app was ready before';
    if (this.#report.tsc['ready'] === undefined) return 'nothing says when';
    this.#report.ready = true;
    return undefined;
  }

  #check(name: string): string | undefined {
    if (!this.#report.ready) return 'the app is not ready';
    if (this.#client !== undefined || this.#report.clients.length > 0) return 'it follows a client';
    return this.#checks.push(foreign(name)) > STEPS ? 'there are too many' : undefined;
  }

  #frequency(text: string): string | undefined {
    const [hz = '', source = '', ...others] = text.split(' ');
    const counts = countOf(hz);
    if (counts === undefined || others.length > 0 || !SOURCES.includes(source)) return 'no frequency';
    if (this.#report.tscHz > 0n) return 'there is one already';
    this.#report.tscHz = counts;
    this.#report.tscSource = foreign(source);
    return undefined;
  }

  #drop(type: string, text: string): string | undefined {
    const count = countOf(text);
    if (count === undefined || count > MOST_DROPPED) return 'no count';
    if (this.#dropped.has(type)) return 'it was said before';
    this.#dropped.set(type, Number(count));
    return undefined;
  }

  #beginClient(name: string): string | undefined {
    if (!this.#report.ready) return 'the app is not ready';
    if (this.#client !== undefined) return 'another client has not ended';
    if (this.#report.clients.length === STEPS) return 'there are too many';
    this.#client = {
      name: printable(name, NAME_CHARACTERS),
      out: new KeptOutput(OUT_BYTES),
      err: new KeptOutput(ERR_BYTES),
    };
    return undefined;
  }

  #endClient(text: string): string | undefined {
    const status = countOf(text) ?? (text === '0' ? 0n : undefined);
    if (this.#client === undefined || status === undefined || status > 255n)
      return 'there is no client, or no status';
    const { name, out, err } = this.#client;
    const client: ClientOutput = { name, status: Number(status), stdout: out.text(), stderr: err.text() };
    this.#report.clients.push(client);
    this.#client = undefined;
    return undefined;
  }

  #fail(text: string): string | undefined {
    const [word = '', ...others] = text.split(' ');
    this.#error = { word: foreign(word), detail: foreign(others.join(' ')) };
    return this.#client === undefined ? undefined : 'a client has not ended';
  }

  #finish(text: string): string | undefined {
    if (this.#client !== undefined) return `client ${this.#client.name} has no end`;
    const { ready, tscHz, tsc } = this.#report;
    const expected = this.#error === undefined ? 'ok' : ready ? 'failed' : 'failed-before-ready';
    if (text !== expected) return 'it contradicts what came before';
    const marked = (['pid1', 'exec', 'ready', 'done'] as const).every((name) => tsc[name] !== undefined);
    if (text === 'ok' && !(ready && marked && tscHz > 0n)) return 'the report is not complete';
    this.#end = text === 'ok' ? 'ok' : 'failed';
    return undefined;
  }
}

/** A positive count that the counter can have. */
function countOf(text: string): bigint | undefined {
  const count = text.startsWith('0') ? undefined : countOf64(text);
  return count !== undefined && count < 2n ** 63n ? count : undefined;
}
