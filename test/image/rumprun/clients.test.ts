// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type RequestListener, createServer as createHttp } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { join } from 'node:path';
import { type Result, execa } from 'execa';
import { foreign } from '../../../harness/core/foreign.js';
import { packagePath } from '../../../harness/core/paths.js';
import { printedText } from '../../../harness/workload/printed-text.js';
import { parseRedisBenchmark } from '../../../harness/workload/redis-benchmark.js';
import { parseWrk } from '../../../harness/workload/wrk.js';
import { inTemp } from '../../support/temp.js';

type Ended = Pick<Result, 'exitCode' | 'stderr'> & { stdout: string };

/** Compiles one of the clients and runs it against a server of this process. */
async function run(
  client: 'redis-client' | 'http-client',
  server: Server,
  args: (port: number) => string[],
): Promise<Ended> {
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
  try {
    return await inTemp(async (dir) => {
      const source = packagePath('baselines', 'rumprun', 'guest', `${client}.c`);
      const program = join(dir, client);
      await execa('gcc', ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-o', program, source]);
      return await execa(program, args(port), { reject: false });
    });
  } finally {
    server.close();
  }
}

/** Answers SET and GET as Redis does, with this value. */
function redis(value: string): Server {
  const answer = (text: string): string =>
    text.startsWith('*3') ? '+OK\r\n' : `$${value.length}\r\n${value}\r\n`;
  return createServer((socket: Socket) => {
    socket.on('data', (bytes) => socket.write(answer(bytes.toString())));
    socket.on('error', () => undefined);
  });
}

const asked = (port: number): string[] => [
  '-p',
  `${port}`,
  '-t',
  'set,get',
  '-n',
  '300',
  '-c',
  '20',
  '--csv',
];

describe('the small client of Redis', function () {
  this.timeout(60_000);

  it('prints what redis-benchmark prints, by the clock or by the counter', async () => {
    for (const more of [[], ['--tsc-hz=1000000000']]) {
      const words = (port: number): string[] => [...more, ...asked(port)];
      const { exitCode, stdout, stderr } = await run('redis-client', redis('xxx'), words);
      assert.deepEqual([exitCode, stderr], [0, '']);
      const rows = parseRedisBenchmark(foreign(stdout), ['SET', 'GET']);
      assert.deepEqual(
        rows.map(({ test }) => test),
        ['SET', 'GET'],
      );
    }
  });
  it('marks it, or only looks whether one of each is answered where it is asked for nothing', async () => {
    const marked = await run('redis-client', redis('xxx'), (port) => [...asked(port), '--marks']);
    assert.match(
      marked.stdout,
      /^lupine begin redis-benchmark \d+\n"test"[^]*\nlupine end redis-benchmark \d+$/,
    );
    const nothing = await run('redis-client', redis('xxx'), (port) => ['--marks', '-p', `${port}`]);
    assert.deepEqual([nothing.exitCode, nothing.stdout], [0, '']);
    const wrong = await run('redis-client', redis('xyx'), (port) => ['-p', `${port}`]);
    assert.equal(wrong.exitCode, 1);
  });
  it('fails with a wrong answer, and with words that it does not know', async () => {
    const wrong = await run('redis-client', redis('xyx'), asked);
    assert.equal(wrong.exitCode, 1);
    assert.match(String(wrong.stderr), /a wrong answer/);
    for (const words of [['-n', '0'], ['--tsc-hz=x'], ['-P', '16'], ['-t', 'lpush'], ['--help']])
      assert.equal((await run('redis-client', redis('xxx'), () => words)).exitCode, 2, words.join(' '));
  });
});

const http = (answer: RequestListener): Server => createHttp(answer);
/** Hangs up where it should answer. */
const hungUp = (): Server => createServer((socket) => socket.on('data', () => socket.end()));
const page: RequestListener = (_, response) => response.end('x'.repeat(612));
const load = (port: number): string[] => ['-t1', '-c10', '-d1s', '--latency', `http://127.0.0.1:${port}/`];

describe('the small client of web servers', function () {
  this.timeout(60_000);

  it('prints what wrk prints', async () => {
    const { exitCode, stdout, stderr } = await run('http-client', http(page), load);
    assert.deepEqual([exitCode, stderr], [0, '']);
    const { threads, clients, seconds, latency, answerBytes } = parseWrk(printedText('wrk', foreign(stdout)));
    assert.deepEqual([threads, clients, seconds], [1, 10, 1]);
    assert.ok(latency !== undefined && answerBytes > 612);
  });
  it('marks it', async () => {
    const marked = await run('http-client', http(page), (port) => [...load(port), '--marks']);
    assert.match(marked.stdout, /^lupine begin wrk \d+\nRunning 1s[^]*\nlupine end wrk \d+$/);
  });
  it('refuses words of wrk that it does not know, and lengths in other units, rather than load otherwise than it was asked', async () => {
    for (const words of [['-t2'], ['-d1m'], ['-d5'], ['-d1sx'], ['-sscript.lua'], ['--help'], ['-d61s']]) {
      const { exitCode, stdout } = await run('http-client', http(page), (port) => [
        ...words,
        ...load(port).slice(3),
      ]);
      assert.deepEqual([exitCode, stdout], [2, ''], words.join(' '));
    }
  });
  it('says that a server hung up, and not that all is well', async () => {
    const { exitCode, stderr } = await run('http-client', hungUp(), load);
    assert.equal(exitCode, 1);
    assert.match(String(stderr), /a connection ended: Connection reset/);
  });
  it('fails with an answer other than 200', async () => {
    const failed = await run(
      'http-client',
      http((_, response) => response.writeHead(404).end()),
      load,
    );
    assert.equal(failed.exitCode, 1);
    assert.match(String(failed.stderr), /a wrong answer/);
  });
});
