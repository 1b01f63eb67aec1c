// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { wholeNumber } from '../core/numbers.js';
import { type LeadingAnswer, followRedirects } from '../core/redirects.js';
import { authorizationFor } from './credentials.js';
import { refused, unreachable } from './fault.js';

/** What is asked of a server. */
export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'PUT';
  headers?: Record<string, string>;
  /** What is sent: a text, or a file with its length. */
  body?: string | { path: string; bytes: number };
  signal: AbortSignal;
  /** A server that says nothing for so long is not there, ms. */
  quietMs: number;
}

/** An answer of a server: the head of it, the body still to come. */
export interface HttpAnswer {
  status: number;
  body: IncomingMessage;
}

/**
 * Asks a server, and follows where it leads for what is only read. A password goes to the host that is named, and nowhere by a
 * redirect to another, whether or not there is one for that; nothing that began with TLS goes on without.
 * @param store for messages.
 * @throws BenchError `STORE_UNREACHABLE`, `STORE_REFUSED` (exit 3); errors of the network and an AbortError as they are.
 */
export async function askServer(url: URL, store: string, request: HttpRequest): Promise<HttpAnswer> {
  const ask = async (at: URL): Promise<LeadingAnswer & HttpAnswer> => {
    const body = await send(at, request, at.host === url.host);
    const status = body.statusCode ?? 0;
    const { location } = body.headers;
    const leads = location !== undefined && status >= 300 && status < 400;
    if (
      status === 401 ||
      status === 403 ||
      status >= 500 ||
      status === 429 ||
      (leads && request.method === 'PUT')
    )
      body.destroy();
    if (status === 401 || status === 403) throw refused(store, `it answered ${status}`);
    if (status >= 500 || status === 429) throw new ServerFault(`it answered ${status}`);
    // What is written is given to the host that is named alone.
    if (leads && request.method === 'PUT')
      throw unreachable(store, `it answered ${status} and leads elsewhere`);
    return { status, location, body, drop: () => void body.destroy() };
  };
  return await followRedirects(url, ask, (why) => unreachable(store, why));
}

/** The server has a fault that may pass. */
export class ServerFault extends Error {}

async function send(
  url: URL,
  { method, headers, body, signal, quietMs }: HttpRequest,
  named: boolean,
): Promise<IncomingMessage> {
  const authorization = named ? await authorizationFor(url) : undefined;
  const length = typeof body === 'object' ? body.bytes : Buffer.byteLength(body ?? '');
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const sent = {
      'Accept-Encoding': 'identity',
      'User-Agent': 'lupine-bench',
      ...(body === undefined ? {} : { 'Content-Length': length }),
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...headers,
    };
    const options = { ...{ method, signal, headers: sent }, timeout: quietMs, agent: false } as const;
    const request = url.protocol === 'https:' ? requestSecure(url, options) : requestPlain(url, options);
    request.on('timeout', () =>
      request.destroy(new ServerFault(`nothing came for ${Math.round(quietMs / 1000)} s`)),
    );
    request.on('error', reject);
    request.on('response', resolve);
    if (typeof body !== 'object') request.end(body);
    else
      createReadStream(body.path)
        .on('error', (error) => request.destroy(error))
        .pipe(request);
  });
}

/** First byte of a partial answer; `undefined` for one that does not say it. */
export function firstByte({ body }: HttpAnswer): number | undefined {
  return wholeNumber(/^bytes ([0-9]{1,15})-/.exec(body.headers['content-range'] ?? '')?.[1]);
}
