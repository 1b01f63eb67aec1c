// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
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
      await truncate(path, 64 * 1024 * 1024 + 1);
      await refused(path, /more than 64 MiB/, 'LOG_TOO_LARGE');
    });
  });
});
