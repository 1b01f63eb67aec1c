// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { httpBackend } from '../../harness/store/http.js';
import type { StoreOptions } from '../../harness/store/store.js';
import type { StorePlace } from '../../harness/store/types.js';
import { placeAt, pushTest } from './stored.js';
import { inTemp } from './temp.js';

/** What a server was asked. */
export interface Asked {
  method: string;
  path: string;
  range: string | undefined;
  authorization: string | undefined;
}

/** A web server with a folder, on loopback: GET with ranges, PUT. */
export interface HttpStore {
  url: string;
  asked: Asked[];
}

/** Answers in the place of the server; false leaves it to the server. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer | undefined,
) => boolean;

/** Serves a folder while the work lasts. */
export async function withHttpStore<T>(
  folder: string,
  work: (store: HttpStore) => Promise<T>,
  answer: Answer = () => false,
): Promise<T> {
  const asked: Asked[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, path: url, range: headers.range, authorization: headers.authorization });
    const file = join(folder, url);
    const bytes = await readFile(file).catch(() => undefined);
    if (answer(request, response, bytes)) return;
    if (method === 'PUT') {
      const pieces: Buffer[] = [];
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, Buffer.concat(pieces));
      response.writeHead(201).end();
    } else if (bytes === undefined) response.writeHead(404).end();
    else sendFrom(response, bytes, Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await work({ url: `http://127.0.0.1:${port}/`, asked });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers with the bytes from one on, and breaks off after so many. */
export function sendFrom(response: ServerResponse, bytes: Buffer, start: number, most = Infinity): void {
  const rest = bytes.subarray(start);
  const head = { 'Content-Length': rest.length, ETag: '"same"' };
  if (start === 0) response.writeHead(200, head);
  else
    response.writeHead(206, {
      ...head,
      'Content-Range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    });
  if (rest.length <= most) response.end(rest);
  else response.write(rest.subarray(0, most), () => setTimeout(() => response.destroy(), 20));
}

/** Like the patience of the program, for tests that must not last. */
export const quick = (place: StorePlace): Partial<StoreOptions> => {
  assert.ok(place.kind === 'http');
  const patience = { answerMs: 1500, quietMs: 400, retries: 4, pauseMs: 5 };
  return { backend: httpBackend(place.url, place.name, patience) };
};

/** A store behind HTTP with one entry, whose server answers so. */
export const served =
  (answer: Answer, test: (place: StorePlace, store: HttpStore, dir: string) => Promise<void>) =>
  (): Promise<void> =>
    inTemp(async (dir) => {
      const folder = join(dir, 'store');
      await mkdir(folder);
      await pushTest(dir, placeAt(folder));
      await withHttpStore(folder, (store) => test(placeAt(store.url), store, dir), answer);
    });

/** Whether a file of an entry is asked for. */
export const isFile = ({ url }: IncomingMessage): boolean => url?.startsWith('/files/') === true;
/** Where the part begins that is asked for. */
export const rangeOf = ({ headers }: IncomingMessage): number =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);

/** Answers with this status only. */
export const status =
  (code: number, of = (_: IncomingMessage): boolean => true): Answer =>
  (request, response) => {
    if (!of(request)) return false;
    response.writeHead(code).end();
    return true;
  };
