// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign } from '../core/foreign.js';
import { countOf64, wholeNumber } from '../core/numbers.js';
import { printable } from '../core/printable.js';
import type { Frame } from './frame-scan.js';
import type { GuestReport } from './types.js';

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
  report: GuestReport;
  app: AppOutput;
  error?: GuestError;
  /** How PID 1 ended the boot; missing when it did not. */
  end?: 'ok' | 'failed';
  /** What does not make sense in the frames; missing when all do. */
  nonsense?: string;
}

interface Reading extends ReadFrames {
  client?: { name: string; out: Buffer[]; err: Buffer[] };
  out: Buffer[];
  err: Buffer[];
}

/** Reads undamaged frames in order. */
export function readFrames(frames: readonly Frame[]): ReadFrames {
  const reading: Reading = {
    report: { tsc: {}, tscHz: 0n, tscSource: foreign(''), clients: [], ready: false, checks: 0, notes: [] },
    app: { ...outputs([], []), dropped: 0 },
    out: [],
    err: [],
  };
  for (const frame of frames) {
    const why = reading.end === undefined ? readOne(reading, frame) : 'it follows the last one';
    if (why === undefined) continue;
    reading.nonsense ??= `frame ${frame.sequence} (${frame.type}) makes no sense: ${why}`;
    break;
  }
  const { out, err, client, ...read } = reading;
  Object.assign(read.app, outputs(out, err));
  if (client !== undefined && read.end !== undefined) read.nonsense ??= `client ${client.name} has no end`;
  return read;
}

/** Takes in one frame; gives the reason when it cannot. */
function readOne(reading: Reading, { type, payload }: Frame): string | undefined {
  const { report, app, client } = reading;
  const text = payload.toString('utf8');
  const [first = '', ...others] = text.split(' ');
  const second = others.join(' ');
  switch (type) {
    case 'event':
      return readEvent(report.tsc, first, countOf64(second));
    case 'ready':
      report.ready = true;
      return undefined;
    case 'check':
      report.checks += 1;
      return undefined;
    case 'tsc-hz':
      report.tscHz = countOf64(first) ?? 0n;
      report.tscSource = foreign(second);
      return report.tscHz > 0n ? undefined : 'no frequency';
    case 'note':
      report.notes.push(foreign(text));
      return undefined;
    case 'app-out-dropped':
    case 'app-err-dropped':
      app.dropped += wholeNumber(text) ?? Number.NaN;
      return Number.isNaN(app.dropped) ? 'no count' : undefined;
    case 'app-out':
      reading.out.push(payload);
      return undefined;
    case 'app-err':
      reading.err.push(payload);
      return undefined;
    case 'client':
      if (client !== undefined) return 'another client has not ended';
      reading.client = { name: printable(text, 100), out: [], err: [] };
      return undefined;
    case 'client-out':
    case 'client-err':
      if (client === undefined) return 'there is no client';
      client[type === 'client-out' ? 'out' : 'err'].push(payload);
      return undefined;
    case 'client-end':
      return endClient(reading, wholeNumber(text));
    case 'error':
      reading.error = { word: foreign(first), detail: foreign(second) };
      return undefined;
    case 'end':
      reading.end = text === 'ok' ? 'ok' : 'failed';
      return (reading.end === 'ok') === (reading.error === undefined)
        ? undefined
        : 'the end contradicts the error';
    default:
      return 'unknown type';
  }
}

/** Every event that PID 1 knows. */
const EVENTS = ['frame', 'pid1', 'exec', 'main', 'ready', 'done'] as const;

function readEvent(tsc: GuestReport['tsc'], name: string, count: bigint | undefined): string | undefined {
  const event = EVENTS.find((known) => known === name);
  if (event === undefined) return 'unknown event';
  if (count === undefined) return 'no count';
  if (tsc[event] !== undefined) return 'the event happened before';
  tsc[event] = count;
  return undefined;
}

function endClient(reading: Reading, status: number | undefined): string | undefined {
  const { client, report } = reading;
  if (client === undefined || status === undefined) return 'there is no client, or no status';
  report.clients.push({ name: client.name, status, ...outputs(client.out, client.err) });
  delete reading.client;
  return undefined;
}

function outputs(out: readonly Buffer[], err: readonly Buffer[]): { stdout: Foreign; stderr: Foreign } {
  const text = (pieces: readonly Buffer[]): Foreign => foreign(Buffer.concat(pieces).toString('utf8'));
  return { stdout: text(out), stderr: text(err) };
}
