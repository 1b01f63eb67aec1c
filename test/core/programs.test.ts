// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EXIT } from '../../harness/core/errors.js';
import { programs } from '../../harness/core/programs.js';
import { failsWith } from '../support/errors.js';
import { becomes, processes } from '../support/processes.js';
import { inTemp } from '../support/temp.js';

const HOSTILE = ['a b', '$(touch made)', '`touch made`', "it's", '"', '-n', 'a;b', '*', '\n', ''];

const code = 'TEST_PROGRAMS';

describe('a line of programs', () => {
  it('gets every value as one word, and a list as so many', () =>
    inTemp(async (cwd) => {
      const run = programs({ cwd, code });
      await run`printf '%s\\0' ${HOSTILE} > ${'out put'}`;
      assert.deepEqual((await readFile(join(cwd, 'out put'), 'utf8')).split('\0'), [...HOSTILE, '']);
      await assert.rejects(readFile(join(cwd, 'made')));
    }));

  it('hands on what one program has to the next', () =>
    inTemp(async (cwd) => {
      await programs({ cwd, code })`printf '%s\n' ${['b', 'a', 'b']} | sort -u | tr -d '\n' > sorted`;
      assert.equal(await readFile(join(cwd, 'sorted'), 'utf8'), 'ab');
    }));

  it('fails when the first of two programs does, with its last words, printable', () =>
    failsWith(
      programs({ code, next: 'Try again.' })`sh -c 'printf "one\\033[2Jtwo\\n" >&2; exit 7' | cat`,
      code,
      EXIT.couldNotMeasure,
      /^sh failed \(exit 7\)\.\n {2}one\\x1b\[2Jtwo$/,
    ));

  it('names a program that is not there, and one that was ended by a signal', async () => {
    const run = programs({ code });
    await failsWith(
      run`no-such-program ${'x'}`,
      code,
      EXIT.couldNotMeasure,
      /^no-such-program failed \(exit 127\)/,
    );
    await failsWith(
      run`true; exec sh -c 'kill -TERM $$'`,
      code,
      EXIT.couldNotMeasure,
      /^sh was ended by SIGTERM\./,
    );
  });

  it('keeps all that is printed in its log, and says where', () =>
    inTemp(async (dir) => {
      const log = join(dir, 'log');
      const run = programs({ code, log });
      await run`echo one; echo two >&2`;
      await failsWith(run`sh -c 'echo three; false'`, code, EXIT.couldNotMeasure, /\nfull log: .*\/log$/);
      assert.deepEqual((await readFile(log, 'utf8')).split('\n').sort(), ['', 'one', 'three', 'two']);
    }));

  it('sees nothing of the environment but what it is given', () =>
    inTemp(async (cwd) => {
      process.env['LUPINE_TEST_SECRET'] = 'x';
      try {
        await programs({ cwd, code, env: { GIVEN: 'y' } })`env > env`;
      } finally {
        delete process.env['LUPINE_TEST_SECRET'];
      }
      const lines = (await readFile(join(cwd, 'env'), 'utf8')).split('\n');
      assert.ok(lines.includes('GIVEN=y') && lines.includes('LC_ALL=C'));
      assert.ok(!lines.some((line) => line.startsWith('LUPINE_TEST_SECRET')));
    }));

  it('ends with its children when it is aborted', () =>
    inTemp(async (cwd) => {
      const stop = new AbortController();
      const running = programs({ cwd, code, signal: stop.signal })`sh -c 'echo $$ > pid; sleep 60' | cat`;
      const ended = assert.rejects(running, { name: 'AbortError' });
      let pid = '';
      while (pid === '') {
        await setTimeout(10);
        pid = await readFile(join(cwd, 'pid'), 'utf8').catch(() => '');
      }
      stop.abort(new DOMException('stop', 'AbortError'));
      await ended;
      const isGone = async (): Promise<boolean> =>
        !(await processes()).some((one) => one.pid === Number(pid));
      assert.ok(await becomes(isGone));
      await assert.rejects(programs({ code, signal: stop.signal })`true`, { name: 'AbortError' });
    }));

  it('is not stopped by a log that cannot be written', () =>
    inTemp(async (cwd) => {
      await writeFile(join(cwd, 'file'), '');
      await programs({ cwd, code, log: join(cwd, 'file', 'log') })`echo done > done`;
      assert.equal(await readFile(join(cwd, 'done'), 'utf8'), 'done\n');
    }));
});
