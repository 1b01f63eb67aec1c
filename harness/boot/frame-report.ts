// SPDX-License-Identifier: Apache-2.0
import type { Frame } from './frame-scan.js';
import type { ClientOutput, GuestReport } from './types.js';

/** What PID 1 gave as the reason of a failure. */
export interface GuestError {
  /** Its word for it, e.g. `not-ready`. */
  word: string;
  /** What it said beside the word. */
  detail: string;
}

/** What the app printed, kept from the end. */
export interface AppOutput {
  stdout: string;
  stderr: string;
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
    report: { tsc: {}, tscHz: 0n, tscSource: '', clients: [], ready: false, checks: 0, notes: [] },
    app: { stdout: '', stderr: '', dropped: 0 },
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
  read.app.stdout = Buffer.concat(out).toString('utf8');
  read.app.stderr = Buffer.concat(err).toString('utf8');
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
      if (!isCount(second)) return 'no count';
      if (report.tsc[first] !== undefined) return 'the event happened before';
      report.tsc[first] = BigInt(second);
      return undefined;
    case 'ready':
      report.ready = true;
      return undefined;
    case 'check':
      report.checks += 1;
      return undefined;
    case 'tsc-hz':
      if (!isCount(first)) return 'no frequency';
      report.tscHz = BigInt(first);
      report.tscSource = second;
      return undefined;
    case 'note':
      report.notes.push(text);
      return undefined;
    case 'app-out-dropped':
    case 'app-err-dropped':
      if (!isCount(text)) return 'no count';
      app.dropped += Number(text);
      return undefined;
    case 'app-out':
      reading.out.push(payload);
      return undefined;
    case 'app-err':
      reading.err.push(payload);
      return undefined;
    case 'client':
      if (client !== undefined) return 'another client has not ended';
      reading.client = { name: text, out: [], err: [] };
      return undefined;
    case 'client-out':
    case 'client-err':
      if (client === undefined) return 'there is no client';
      client[type === 'client-out' ? 'out' : 'err'].push(payload);
      return undefined;
    case 'client-end':
      if (client === undefined || !isCount(text)) return 'there is no client, or no status';
      report.clients.push(clientOutput(client, Number(text)));
      delete reading.client;
      return undefined;
    case 'error':
      reading.error = { word: first, detail: second };
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

function isCount(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

function clientOutput(client: NonNullable<Reading['client']>, status: number): ClientOutput {
  const stdout = Buffer.concat(client.out).toString('utf8');
  const stderr = Buffer.concat(client.err).toString('utf8');
  return { name: client.name, status, stdout, stderr };
}
