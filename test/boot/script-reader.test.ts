// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { ScriptReader } from '../../harness/boot/script-reader.js';
import type { ConsoleScript } from '../../harness/system/guest/types.js';

const SCRIPT: ConsoleScript = {
  main: 'main {tsc}',
  ready: 'ready {tsc}',
  success: ['stored', 'fetched'],
  failures: [{ line: 'FATAL TRAP: {any}', says: 'a trap' }],
  clients: {
    load: { begin: '--- load', end: '--- load {status}' },
    more: { begin: '--- more', end: '--- end' },
  },
  end: { halt: 'halted' },
};

const WHOLE =
  'main 5\nready 9\nstored\nfetched\n--- load\n"GET","1.0"\nstored\n--- load 3\n--- more\n--- end\nhalted\n';

function read(console: string, piece = console.length): ReturnType<ScriptReader['finish']> {
  const reader = new ScriptReader(SCRIPT);
  for (let at = 0; at < console.length; at += piece)
    reader.take(Buffer.from(console.slice(at, at + piece), 'latin1'));
  return reader.finish();
}

describe('consoles read by lines', () => {
  it('give the same in pieces of any size, with carriage returns anywhere', () => {
    const whole = read(WHOLE);
    assert.deepEqual(
      [whole.tsc, whole.ready, whole.succeeded, whole.halted],
      [{ main: 5n, ready: 9n }, true, 2, true],
    );
    assert.deepEqual(whole.clients, [
      { name: 'load', status: 3, stdout: '"GET","1.0"\nstored\n', stderr: '' },
      { name: 'more', status: 0, stdout: '', stderr: '' },
    ]);
    const returns = WHOLE.replaceAll('\n', '\r\r\n').replace('stored', '\rsto\rred');
    for (const piece of [1, 2, 7, 64]) {
      const { lines: _lines, ...parts } = read(returns, piece);
      assert.deepEqual({ ...parts, lines: whole.lines }, whole);
    }
  });

  it('take lines of success in their order, and a second time for nothing', () => {
    assert.equal(read('fetched\nstored\n').succeeded, 1);
    assert.equal(read('stored\nstored\n').succeeded, 1);
    assert.deepEqual(read('main 5\nmain 7\n').tsc, { main: 5n });
  });

  it('read nothing any more behind the line of a failure', () => {
    const { failed, succeeded, halted } = read('stored\nFATAL TRAP: page fault at 0x0\nfetched\nhalted\n');
    assert.deepEqual(failed, { line: 'FATAL TRAP: page fault at 0x0', says: 'a trap' });
    assert.deepEqual([succeeded, halted], [1, false]);
  });

  it('name a program that has no end, or prints more than is kept', () => {
    assert.deepEqual(read('--- load\n1\n').open, { name: 'load', tooMuch: false });
    const long = `--- load\n${'x'.repeat(1000).concat('\n').repeat(1100)}--- load 0\n`;
    assert.deepEqual(read(long).open, { name: 'load', tooMuch: true });
    const wide = `--- load\n${'9'.repeat(5000)}\n--- load 0\n`;
    assert.deepEqual(read(wide).open, { name: 'load', tooMuch: true });
  });

  it('take no line that is longer than a line can be', () => {
    const reader = new ScriptReader({ success: ['{any}x'], end: 'kill' });
    reader.take(Buffer.alloc(1_000_000, 0x78));
    assert.equal(reader.finish().succeeded, 0);
    assert.equal(reader.isOver, false);
  });

  it('know when nothing more is waited for', () => {
    const over = (console: string, script: ConsoleScript): boolean => {
      const reader = new ScriptReader(script);
      reader.take(Buffer.from(console));
      return reader.isOver;
    };
    assert.equal(over('stored\nfetched\n', SCRIPT), false);
    assert.equal(over('halted\n', SCRIPT), true);
    const serves = new ScriptReader({ ...SCRIPT, end: 'kill' }, true);
    serves.take(Buffer.from('stored\nfetched\n'));
    assert.equal(serves.isOver, false, 'the load is not over');
    serves.take(Buffer.from('FATAL TRAP: x\n'));
    assert.equal(serves.isOver, true);
    assert.equal(over('FATAL TRAP: 1\n', SCRIPT), true);
    assert.equal(over('stored\nfetched\n', { ...SCRIPT, end: 'kill' }), true);
    assert.equal(over('stored\n', { ...SCRIPT, end: 'kill' }), false);
  });
});
