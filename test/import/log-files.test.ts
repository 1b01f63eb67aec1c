// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { foreign } from '../../harness/core/foreign.js';
import { EXIT } from '../../harness/core/errors.js';
import { readLogs } from '../../harness/import/arguments.js';
import { importLogs } from '../../harness/import/import.js';
import { failsWith } from '../support/errors.js';
import { oldRun } from '../support/redis-output.js';
import { inTemp } from '../support/temp.js';

const NAMES = { systems: new Set(['microvm', 'osv']), measured: new Set(['redis', 'nginx']) };

const refused = (path: string, why: RegExp, code = 'LOG_UNREADABLE'): Promise<void> =>
  failsWith(() => readLogs([`osv=${path}`], NAMES), code, EXIT.usage, why);

describe('a file given as a log', () => {
  it('has the digest of its bytes, whatever they encode', async () => {
    await inTemp(async (dir) => {
      const path = join(dir, 'redis.microvm.log');
      const bytes = Buffer.from(`\ufeff${oldRun(1, 2)}`, 'utf16le');
      await writeFile(path, bytes);
      const [log] = await readLogs([path], NAMES);
      assert.equal(log?.sha256, createHash('sha256').update(bytes).digest('hex'));
      assert.equal(log.system, 'microvm');
      assert.equal(importLogs([log], { host: 'lab' }).plan.imported?.files[0]?.sha256, log.sha256);
    });
  });
  it('has no line that no client prints', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'log');
      await writeFile(path, `${oldRun(1, 2)}${'"'.repeat(1_100_000)}\n`);
      await refused(path, /log:3: the line has more than 1048576 characters/, 'LOG_LINE_LENGTH');
    }));
  it('is a file, and no folder, pipe or device, which are called what they are', async () => {
    await inTemp(async (dir) => {
      await mkdir(join(dir, 'logs'));
      await execa('mkfifo', [join(dir, 'pipe')]);
      await symlink('loop', join(dir, 'loop'));
      await writeFile(join(dir, 'plain'), '');
      await refused(join(dir, 'logs'), /logs is a folder, not a file\.$/);
      await refused(join(dir, 'pipe'), /pipe is a pipe, not a file\.$/);
      await refused('/dev/null', /is a device, not a file\.$/);
      await refused(join(dir, 'loop'), /loop is a link to itself\.$/);
      await refused(join(dir, 'plain', 'more'), /a part of its path is a file\.$/);
      await refused(join(dir, 'none\u001b[2J'), /none\\x1b\[2J does not exist\.$/);
    });
  });
  it('has 64 MiB at most, and more is not read', async () => {
    await inTemp(async (dir) => {
      const path = join(dir, 'large');
      await writeFile(path, '');
      for (const size of [64 * 1024 * 1024 + 1, 10 * 2 ** 30]) {
        await truncate(path, size);
        await refused(path, /more than 64 MiB/, 'LOG_TOO_LARGE');
      }
    });
  });
  it('has 64 MiB at most when it is unpacked, of which no more is made', async () => {
    await inTemp(async (dir) => {
      const path = join(dir, 'bomb.gz');
      // A mebibyte of zeros packs into a thousand bytes, and packed files may follow each other.
      const packed = gzipSync(Buffer.alloc(2 ** 20));
      await writeFile(path, Buffer.concat(Array.from({ length: 500 }, () => packed)));
      const before = process.memoryUsage.rss();
      await refused(path, /more than 64 MiB/, 'LOG_TOO_LARGE');
      assert.ok(process.memoryUsage.rss() - before < 250 * 2 ** 20);
    });
  });
  it('has two million lines at most, with the logs before it', async () => {
    await inTemp(async (dir) => {
      const paths = ['a', 'b'].map((name) => join(dir, name));
      for (const path of paths) await writeFile(path, '\n'.repeat(1_100_000));
      const both = paths.map((path) => `osv=${path}`);
      await failsWith(readLogs(both, NAMES), 'LOG_TOO_LARGE', EXIT.usage, /b and the logs before it have/);
      await writeFile(join(dir, 'c'), '\n'.repeat(2_100_000));
      await refused(join(dir, 'c'), /c has more than 2000000 lines/, 'LOG_TOO_LARGE');
    });
  });
  it('has twenty thousand runs at most, each of which becomes files', async () => {
    const text = oldRun(1, 2).repeat(20_001);
    await failsWith(
      () => importLogs([{ path: 'a', system: 'a', sha256: 'a', text: foreign(text) }], { host: 'lab' }),
      ...(['LOG_TOO_LARGE', EXIT.usage, /have 20001 runs/] as const),
    );
  });
});
