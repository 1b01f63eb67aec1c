// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { buildKeeper } from '../../../harness/host/keeper/helper.js';
import { type KeptJob, PARENT, jobBytes } from '../../../harness/host/keeper/words.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const JOB: KeptJob = {
  ...{ name: 'a job', timeoutMs: 1000.5, graceMs: 0, consoleBytes: 10, timed: false, fatal: ['no use'] },
  monitor: ['/bin/true', '--parent', PARENT, '@parent'],
};

const WORDS = [
  ...['lupine-boot-job-1', 'name', 'a job', 'timed', 'no', 'timeout-ms', '1001', 'grace-ms', '0'],
  ...['console-bytes', '10', 'fatal', 'no use', 'monitor', '4', '=/bin/true', '=--parent', '@parent'],
  ...['=@parent', 'end'],
];

const bytesOf = (words: readonly string[]): string => words.map((word) => `${word}\0`).join('');

/** What is not a job, by what the keeper says of it. */
const BROKEN: readonly [string, string, RegExp][] = [
  ['nothing', '', /ends too early/],
  ['another format', bytesOf(['lupine-boot-job-2', ...WORDS.slice(1)]), /of another format/],
  ['a half', bytesOf(WORDS).slice(0, -30), /ends too early/],
  ['no end', bytesOf(WORDS.slice(0, -1)), /ends too early/],
  ['more behind the end', bytesOf([...WORDS, 'end']), /goes on behind its end/],
  ['an unknown entry', bytesOf([...WORDS.slice(0, -1), 'shell', 'yes', 'end']), /unknown entry.*: shell/],
  ['a wrong number', bytesOf(WORDS.map((word) => (word === '1001' ? '-1' : word))), /wrong number -1/],
  ['a large number', bytesOf(WORDS.map((word) => (word === '1001' ? '99999999999' : word))), /wrong number/],
  ['too many words', bytesOf(WORDS.map((word) => (word === '4' ? '9' : word))), /no known kind end/],
  ['a plain word', bytesOf(WORDS.map((word) => (word === '=--parent' ? '--parent' : word))), /no known kind/],
  ['a name to be sought', bytesOf(WORDS.map((word) => word.replace('=/bin/true', '=true'))), /full path/],
  ['no time limit', bytesOf(WORDS.filter((word) => !['timeout-ms', '1001'].includes(word))), /no time limit/],
];

describe('the job of a keeper', () => {
  it('is words that nobody can take for others', () => {
    assert.equal(Buffer.from(jobBytes(JOB)).toString(), bytesOf(WORDS));
  });
  it('has the control group of the CPUs, and how to get in', () => {
    const group = { path: '/sys/fs/cgroup/lupine-bench', sudo: true };
    const words = Buffer.from(jobBytes({ ...JOB, cpus: [1, 3], group })).toString();
    assert.match(words, /cpus\u00001,3\0group\0\/sys\/fs\/cgroup\/lupine-bench\0sudo\0yes\0/);
  });
  it('says whether the monitor is ended with the load: nobody is told of it in some guests', () => {
    const load = { network: ['/n'], notify: ['/k'], clients: [['/c']], cpu: 3 };
    const words = (ends: boolean): string =>
      Buffer.from(jobBytes({ ...JOB, load: { ...load, ends } })).toString();
    assert.match(words(true), /load-cpu\u00003\0load-ends\0yes\0network\u00001\0=\/n\0/);
    assert.doesNotMatch(words(false), /load-ends/);
  });
  it('has no word with a zero in it', () =>
    failsWith(
      () => jobBytes({ ...JOB, monitor: ['/bin/true', 'a\0b'] }),
      'KEEPER_JOB',
      EXIT.couldNotMeasure,
    ));
  for (const [what, bytes, said] of BROKEN)
    it(`is refused when it is ${what}, and nothing is begun`, () =>
      inTemp(async (dir) => {
        await mkdir(dir, { recursive: true });
        await writeFile(join(dir, 'job'), bytes);
        const { exitCode, stderr } = await execa(await buildKeeper(), ['--start', dir], { reject: false });
        assert.equal(exitCode, 125);
        assert.match(stderr, said);
      }));
});
