// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cached, findCached } from '../../../core/cache.js';
import { BenchError, measureError } from '../../../core/errors.js';
import { isFull, sha256File } from '../../../core/files.js';
import type { JsonValue } from '../../../core/json.js';
import { type LeadingAnswer, followRedirects } from '../../../core/redirects.js';
import { reasonOf } from '../../../core/reason.js';
import { ARCHIVE_LIMITS } from '../../archive/limits.js';
import { LOCK_FILE, lockDigest, lockedDigest } from './lock.js';

/** A server that says nothing for so long is not there, ms. */
const QUIET_MS = 60_000;

/** What to download. */
export interface Download {
  url: string;
  /** Digest that it must have; the one in the lock when missing. */
  sha256: string | undefined;
  /** Path of the lock of the project. */
  lock: string;
  signal: AbortSignal;
  /** Called with what is being done. */
  onProgress: (text: string) => void;
  /** Most bytes; those of an archive when missing. */
  mostBytes?: number | undefined;
}

const FILE = 'artifact';

/**
 * Path of a file from an address, downloaded once: what is there needs no network. Where nobody has published a digest, that of the first
 * download is kept in the lock of the project, and holds from then on.
 * @throws BenchError (exit 3) `ARTIFACT_DOWNLOAD`, `ARTIFACT_CHANGED` for another digest than the declared or the locked one.
 */
export async function downloaded(download: Download): Promise<string> {
  const { url, lock, signal } = download;
  const wanted = download.sha256 ?? (await lockedDigest(lock, url));
  const first = { url, first: true };
  const before = await findCached('artifact', first);
  if (wanted !== undefined) {
    const path = join(before ?? '', FILE);
    if (before !== undefined && (await sha256File(path)) === wanted) return path;
    return await kept(download, { sha256: wanted }, wanted);
  }
  const path = await kept(download, first, undefined);
  const locked = await lockDigest(lock, url, await sha256File(path), signal);
  return (await sha256File(path)) === locked ? path : await kept(download, { sha256: locked }, locked);
}

async function kept(download: Download, inputs: JsonValue, wanted: string | undefined): Promise<string> {
  const { url, signal, onProgress } = download;
  const entry = await cached({
    ...{ kind: 'artifact', label: url, inputs, signal },
    build: async (dir) => {
      onProgress(`downloading ${url}`);
      const path = join(dir, FILE);
      await fetchInto(path, download);
      const found = await sha256File(path);
      if (wanted !== undefined && found !== wanted) throw changed(download, found, wanted);
    },
  });
  return join(entry.dir, FILE);
}

async function fetchInto(
  path: string,
  { url, signal, mostBytes = ARCHIVE_LIMITS.bytes }: Download,
): Promise<void> {
  const quiet = new AbortController();
  const timer = setTimeout(() => {
    quiet.abort(new Error(`nothing came for ${QUIET_MS / 1000} s`));
  }, QUIET_MS);
  try {
    const response = await answerOf(url, AbortSignal.any([signal, quiet.signal]));
    if (!response.ok || response.body === null) throw failed(url, `it answered ${response.status}`);
    const body = limited(Readable.fromWeb(response.body) as AsyncIterable<Buffer>, url, mostBytes, timer);
    await pipeline(body, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BenchError || isFull(error)) throw error;
    throw failed(url, reasonOf(quiet.signal.aborted ? quiet.signal.reason : error), error);
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(url: string, signal: AbortSignal): Promise<Response> {
  const ask = async (at: URL): Promise<LeadingAnswer & { response: Response }> => {
    const response = await fetch(at, { signal, redirect: 'manual' });
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, location, drop: () => response.body?.cancel(), response };
  };
  return (await followRedirects(new URL(url), ask, (why) => failed(url, why))).response;
}

/** A server may send without an end; each piece gives it more time. */
async function* limited(
  chunks: AsyncIterable<Buffer>,
  url: string,
  most: number,
  timer: NodeJS.Timeout,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    timer.refresh();
    bytes += chunk.length;
    if (bytes > most) throw failed(url, `it sends more than ${most} bytes`);
    yield chunk;
  }
}

function failed(url: string, why: string, cause?: unknown): BenchError {
  return measureError(
    'ARTIFACT_DOWNLOAD',
    `${url} could not be downloaded: ${why}.`,
    'Check the address and the network; or fetch the file elsewhere, and write its path in lupine-bench.yaml.',
    cause,
  );
}

function changed({ url, sha256 }: Download, found: string, wanted: string): BenchError {
  return measureError(
    'ARTIFACT_CHANGED',
    `${url} gave a file with SHA-256 ${found}, and ${sha256 === undefined ? `${LOCK_FILE} has` : 'it should have'} ${wanted}: it was changed, or did not come whole.`,
    sha256 === undefined
      ? `Try again; if you trust the new file, take the line out of ${LOCK_FILE}.`
      : 'Try again; if you trust the new file, correct the digest.',
  );
}
