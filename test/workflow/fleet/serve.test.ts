// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import {
  type ServedState,
  type StateServer,
  serveState,
} from '../../../harness/workflow/fleet/serve/server.js';

const STATE: ServedState = {
  run: 'a-run',
  hosts: [{ name: '<img src=x onerror=alert(1)>', is: 'out', made: 0, why: '</script>\n\ndata: {}' }],
  queue: { waiting: 1, active: 0, done: 2, over: 0 },
  steps: { done: 2, total: 3 },
  secondsLeft: 4,
};

async function withServer(test: (server: StateServer) => Promise<void>): Promise<void> {
  const server = await serveState(STATE);
  try {
    await test(server);
  } finally {
    await server.close();
  }
}

/** Asks for a path, as whoever says to ask for this host. */
async function get(
  server: StateServer,
  path: string,
  host?: string,
  method = 'GET',
): Promise<IncomingMessage> {
  const { port } = new URL(server.url);
  const headers = host === undefined ? {} : { host };
  const asked = request({ host: '127.0.0.1', port, path, method, headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

describe('the page of a run', () => {
  it('is at a free port of this machine, and takes nothing from elsewhere', () =>
    withServer(async (server) => {
      assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
      const response = await get(server, '/');
      const page = await text(response);
      assert.equal(response.statusCode, 200);
      assert.ok(!/https?:|src=|href=|innerHTML|@import|url\(/.test(page), 'no address in it');
      const policy = String(response.headers['content-security-policy']);
      assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/);
      assert.ok(!policy.includes('unsafe'));
      assert.equal(response.headers['x-content-type-options'], 'nosniff');
    }));

  it('has the state as JSON, whatever is in its words', () =>
    withServer(async (server) => {
      const response = await get(server, '/state.json');
      assert.match(String(response.headers['content-type']), /^application\/json/);
      assert.deepEqual(JSON.parse(await text(response)), STATE);
    }));

  it('sends each new state as one event', () =>
    withServer(async (server) => {
      const response = await get(server, '/events');
      const states: unknown[] = [];
      let kept = '';
      for await (const piece of response) {
        kept += String(piece);
        const events = kept.split('\n\n');
        kept = events.pop() ?? '';
        for (const event of events) {
          assert.match(event, /^data: [^\n]*$/);
          states.push(JSON.parse(event.slice('data: '.length)));
        }
        if (states.length === 1) server.show({ ...STATE, secondsLeft: 1 });
        if (states.length === 2) break;
      }
      assert.deepEqual(states, [STATE, { ...STATE, secondsLeft: 1 }]);
    }));

  it('answers nobody who asked for another host: a name that was made to lead here', () =>
    withServer(async (server) => {
      const { port } = new URL(server.url);
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1:${port}.evil.example`,
      ])
        for (const path of ['/', '/state.json', '/events']) {
          const response = await get(server, path, host);
          assert.equal(response.statusCode, 403, `${host}${path}`);
          assert.ok(!(await text(response)).includes('a-run'));
        }
      assert.equal((await get(server, '/state.json', `localhost:${port}`)).statusCode, 200);
    }));

  it('changes nothing, and has nothing else', () =>
    withServer(async (server) => {
      assert.equal((await get(server, '/', undefined, 'POST')).statusCode, 405);
      for (const path of ['/x', '/../package.json', '/state.json?x'])
        assert.equal((await get(server, path)).statusCode, 404);
    }));

  it('keeps a bounded number of readers, and lets all of them go at the end', async () => {
    const server = await serveState(STATE);
    const readers = await Promise.all(Array.from({ length: 33 }, () => get(server, '/events')));
    assert.equal(readers.filter(({ statusCode }) => statusCode === 200).length, 32);
    const over = Promise.all(readers.map((one) => text(one).catch(() => '')));
    await server.close();
    await over;
  });
});
