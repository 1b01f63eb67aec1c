// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryKey } from '../core/cache.js';
import { BenchError } from '../core/errors.js';
import { hasCode } from '../core/files.js';
import { timerMs } from '../core/numbers.js';
import { reasonOf } from '../core/reason.js';
import { entryName } from './document.js';
import { badEntry, unreachable } from './fault.js';
import { documentPath, filePath } from './folder.js';
import { type HttpAnswer, askServer, firstByte } from './http-request.js';
import { type Backend, LONGEST_DOCUMENT, type PackedFile } from './types.js';

/** How patient we are with a server. */
export interface HttpPatience {
  /** For the answer to a question, ms. */
  answerMs: number;
  /** Between two pieces of a file, ms. */
  quietMs: number;
  /** How often a file is asked for again where it broke off. */
  retries: number;
  /** Before the first of these times; twice as long before each further one, ms. */
  pauseMs: number;
}

/** How often a question is asked again. */
const QUESTION_RETRIES = 2;

const PATIENCE: HttpPatience = { answerMs: 20_000, quietMs: 30_000, retries: 6, pauseMs: 250 };

/** A store behind HTTP: read by GET with ranges, written by PUT. Its paths are those of a store in a folder. */
export function httpBackend(base: URL, name: string, patience: HttpPatience = PATIENCE): Backend {
  const { answerMs, quietMs, pauseMs } = patience;
  const put = async (path: string, body: string | PackedFile, signal: AbortSignal): Promise<void> => {
    const sent = typeof body === 'string' ? body : { path: body.packed, bytes: body.packedBytes };
    const request = { method: 'PUT', body: sent, signal, quietMs } as const;
    const answer = await askServer(new URL(path, base), name, request).catch((error: unknown) => {
      throw explain(error, name, signal);
    });
    answer.body.destroy();
    if (answer.status >= 300) throw unreachable(name, `it answered ${answer.status} to PUT`);
  };
  return {
    document: async (key, stop) => {
      const limit = AbortSignal.timeout(timerMs(answerMs));
      const signal = stop === undefined ? limit : AbortSignal.any([stop, limit]);
      const url = new URL(documentPath(key), base);
      for (let tries = 0; ; tries += 1) {
        try {
          const answer = await askServer(url, name, { method: 'GET', signal, quietMs });
          return await wholeDocument(answer, key, name);
        } catch (error) {
          if (limit.aborted && stop?.aborted !== true)
            throw unreachable(name, `no answer within ${Math.round(answerMs / 1000)} s`);
          if (signal.aborted || error instanceof BenchError || tries >= QUESTION_RETRIES)
            throw explain(error, name, stop);
          await sleep(timerMs(pauseMs * 2 ** tries), undefined, { signal }).catch(() => undefined);
        }
      }
    },
    read: async (key, _document, signal, use) => {
      const bad = (file: string, why: string): Error => badEntry(name, entryName(key), `${file}: ${why}`);
      await use((file) =>
        download(new URL(filePath(file), base), {
          name,
          patience,
          signal,
          bad: (why) => bad(file.name, why),
        }),
      );
    },
    write: async (key, document, files, signal) => {
      for (const file of files) await put(filePath(file), file, signal);
      await put(documentPath(key), document, signal);
    },
  };
}

async function wholeDocument(answer: HttpAnswer, key: EntryKey, name: string): Promise<Buffer | undefined> {
  const { status, body } = answer;
  try {
    if (status === 404 || status === 410) return undefined;
    if (status !== 200) throw unreachable(name, `it answered ${status}`);
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LONGEST_DOCUMENT) throw badEntry(name, entryName(key), 'its description has no end');
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } finally {
    body.destroy();
  }
}

interface Download {
  name: string;
  patience: HttpPatience;
  signal: AbortSignal;
  bad: (why: string) => Error;
}

/** The bytes of a file; where the connection breaks, the rest of it is asked for. */
async function* download(url: URL, { name, patience, signal, bad }: Download): AsyncGenerator<Uint8Array> {
  const { quietMs, retries, pauseMs } = patience;
  let have = 0;
  let validator: string | undefined;
  for (let tries = 0; ; tries += 1) {
    try {
      const rest: Record<string, string> =
        have === 0
          ? {}
          : { Range: `bytes=${have}-`, ...(validator === undefined ? {} : { 'If-Range': validator }) };
      const answer = await askServer(url, name, { method: 'GET', headers: rest, signal, quietMs });
      const { status, body } = answer;
      try {
        if (status === 404 || status === 410) throw bad('it is missing');
        if (status !== 200 && status !== 206) throw unreachable(name, `it answered ${status}`);
        if (status === 206 && firstByte(answer) !== have)
          throw bad('another part of it came than was asked for');
        const { etag } = body.headers;
        // A weak one says nothing of single bytes.
        validator = etag?.startsWith('"') === true ? etag : undefined;
        let skip = status === 206 ? 0 : have;
        for await (const piece of body as AsyncIterable<Buffer>) {
          const fresh = piece.subarray(Math.min(skip, piece.length));
          skip -= piece.length - fresh.length;
          have += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        return;
      } finally {
        body.destroy();
      }
    } catch (error) {
      if (signal.aborted || error instanceof BenchError) throw error;
      if (tries >= retries) throw explain(error, name, signal);
      await sleep(timerMs(pauseMs * 2 ** tries), undefined, { signal });
    }
  }
}

/** An error of the network as one of the store. */
function explain(error: unknown, name: string, stop?: AbortSignal): unknown {
  if (stop?.aborted === true || error instanceof BenchError) return error;
  return unreachable(name, networkReason(error));
}

/** Where all of a name's addresses fail, the error has no words of its own. */
function networkReason(error: unknown): string {
  if (error instanceof AggregateError)
    return (error.errors as unknown[]).map((one) => reasonOf(one)).join(', ');
  return hasCode(error, 'ECONNRESET') ? 'the connection broke off' : reasonOf(error);
}
