// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measureError } from '../../../core/errors.js';
import { reasonOf } from '../../../core/reason.js';
import type { FleetState } from '../../../run/fleet/state.js';
import { PAGE, SCRIPT, STYLE } from './page.js';

/** What the page shows. */
export interface ServedState extends Omit<FleetState, 'expectedSeconds'> {
  /** Name of the run. */
  run: string;
  secondsLeft: number;
}

/** A page that shows a run while it goes on. */
export interface StateServer {
  /** Its address, on this machine only. */
  url: string;
  /** Shows another state. */
  show: (state: ServedState) => void;
  /** Lets all readers go. */
  close: () => Promise<void>;
}

/** Most readers at the same time: each keeps a connection. */
const READERS = 32;

/**
 * Serves a state on the loopback interface, at a free port: as a page, as JSON (`/state.json`) and as events (`/events`). Nothing can be changed
 * by it. Another site that has its name resolve to this machine is refused by the `Host` it asks for.
 * @throws BenchError `SERVE_REFUSED` (exit 3).
 */
export async function serveState(first: ServedState): Promise<StateServer> {
  let state = JSON.stringify(first);
  const readers = new Set<ServerResponse>();
  let hosts: readonly string[] = [];
  const server = createServer((request, response) => {
    answer(request, response);
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (!hosts.includes(request.headers.host ?? '')) {
      end(response, 403, 'text/plain', 'another host was asked for\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      end(response, 405, 'text/plain', 'only GET\n');
    } else if (request.url === '/') {
      end(response, 200, 'text/html', PAGE);
    } else if (request.url === '/state.json') {
      end(response, 200, 'application/json', `${state}\n`);
    } else if (request.url === '/events' && readers.size < READERS) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
      response.write(eventOf(state));
      readers.add(response);
      response.on('close', () => readers.delete(response));
    } else {
      end(response, 404, 'text/plain', 'there is no such page\n');
    }
  };
  server.maxConnections = 2 * READERS;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  }).catch((error: unknown) => {
    const why = `the page of the run cannot be served: ${reasonOf(error)}.`;
    throw measureError('SERVE_REFUSED', why, 'Leave --serve out.');
  });
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // The page keeps no process that has nothing else to do.
  server.unref();
  return {
    url: `http://127.0.0.1:${port}/`,
    show: (next) => {
      const text = JSON.stringify(next);
      if (text === state) return;
      state = text;
      // One that does not read is not waited for, and nothing is kept for it.
      for (const reader of readers) if (!reader.writableNeedDrain) reader.write(eventOf(state));
    },
    close: async () => {
      for (const reader of readers) reader.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function eventOf(state: string): string {
  return `data: ${state}\n\n`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** What a browser may do with the page: nothing but show it, and ask where it came from. */
const HEADERS = {
  'Content-Security-Policy': `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` });
  response.end(body);
}
