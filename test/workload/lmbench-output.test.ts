// SPDX-License-Identifier: Apache-2.0
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import {
  type LmbenchReader,
  contextSwitch,
  fileTime,
  mapping,
  microseconds,
  sweep,
  transfer,
} from '../../harness/workload/lmbench-output.js';
import assert from 'node:assert/strict';
import { failsWith } from '../support/errors.js';

const MIB = 1024 * 1024;
const FILES =
  '0k\t2403\t202001\t297888\n1k\t1414\t120207\t211186\n4k\t1056\t91460\t207854\n10k\t568\t49413\t140179\n';

/** Readers with what the programs printed to standard error, and the value in ns or MB/s. */
const GOOD: [what: string, reader: LmbenchReader, text: string, value: number][] = [
  ['a system call', microseconds('Simple syscall'), 'Simple syscall: 0.1871 microseconds\n', 187.1],
  ['open and close', microseconds('Simple open/close'), 'Simple open/close: 2.9692 microseconds\n', 2969.2],
  [
    'select',
    microseconds("Select on 100 tcp fd's"),
    "Select on 100 tcp fd's: 21.2621 microseconds\n",
    21262.1,
  ],
  [
    'a shell',
    microseconds('Process fork+/bin/sh -c'),
    'Process fork+/bin/sh -c: 1790.4286 microseconds\n',
    1790428.6,
  ],
  [
    'page faults',
    microseconds('Pagefaults on /tmp/file'),
    'Pagefaults on /tmp/file: 0.4265 microseconds\n',
    426.5,
  ],
  ['context switches', contextSwitch(16, 64), '\n"size=64k ovr=10.04\n16 1.17\n', 1170],
  ['a mapping', mapping(MIB), '1.048576 24\n', 24_000],
  ['a quick mapping', mapping(MIB), '1.048576 7.250\n', 7250],
  ['a pipe', transfer('Pipe bandwidth: '), 'Pipe bandwidth: 451.78 MB/sec\n', 451.78],
  ['TCP', transfer('0.065536 '), '0.065536 450.63 MB/sec\n', 450.63],
  ['memory', sweep(8 * MIB), '8.39 14253.12\n', 14253.12],
  ['files', fileTime('0', 'create'), FILES, 4950.5],
  ['large files', fileTime('10', 'delete'), FILES, 7133.7],
];

/** What must not become a value. */
const BAD: [what: string, reader: LmbenchReader, text: string][] = [
  ['nothing', microseconds('Simple read'), ''],
  ['another head', microseconds('Simple read'), 'Simple write: 0.1871 microseconds\n'],
  ['a value that could not be measured', microseconds('Simple read'), 'Simple read: -1\n'],
  ['zero', microseconds('Simple read'), 'Simple read: 0.0000 microseconds\n'],
  ['another unit', microseconds('Simple read'), 'Simple read: 187.10 nanoseconds\n'],
  ['a line without its end', microseconds('Simple read'), 'Simple read: 0.1871 microseconds'],
  [
    'two lines',
    microseconds('Simple read'),
    'Simple read: 0.1 microseconds\nSimple read: 0.1871 microseconds\n',
  ],
  [
    'an error before a good line',
    microseconds('Simple stat'),
    '/tmp/file: No such file or directory\nSimple stat: 0.1871 microseconds\n',
  ],
  [
    'the bandwidth of a socket that does not exist',
    transfer('AF_UNIX sock stream bandwidth: '),
    'socketpair: Address family not supported by protocol\nAF_UNIX sock stream bandwidth: 21842289.92 MB/sec\n',
  ],
  ['no bandwidth', transfer('Pipe bandwidth: '), 'Pipe bandwidth: inf MB/sec\n'],
  ['a bandwidth below zero', transfer('Pipe bandwidth: '), 'Pipe bandwidth: -1.00 MB/sec\n'],
  ['context switches without a row', contextSwitch(8, 16), '\n"size=16k ovr=17.15\n'],
  ['context switches of another ring', contextSwitch(8, 16), '\n"size=16k ovr=3.70\n2 0.87\n'],
  ['context switches of another size', contextSwitch(8, 16), '\n"size=0k ovr=1.59\n8 1.15\n'],
  ['context switches below their overhead', contextSwitch(8, 16), '\n"size=16k ovr=3.70\n8 -0.20\n'],
  ['a mapping of another size', mapping(MIB), '0.524288 24\n'],
  ['a mapping that failed', mapping(MIB), 'x: No such file or directory\n'],
  ['memory of another size', sweep(8 * MIB), '1.05 14253.12\n'],
  [
    'a file that is not there',
    sweep(MIB),
    'ofd = open(state->filename, O_RDONLY): No such file or directory\n1.05 inf\n',
  ],
  ['a missing row of files', fileTime('0', 'create'), FILES.replace(/^1k.*\n/m, '')],
  ['files that could not be made', fileTime('10', 'create'), FILES.replace(/^0k.*$/m, '0k\t-1\t-1\t297888')],
  ['a rate of zero', fileTime('10', 'create'), FILES.replace('49413', '0')],
  ['a row of files too many', fileTime('0', 'create'), `${FILES}20k\t1\t1\t1\n`],
];

describe('the output of lmbench', () => {
  for (const [what, reader, text, value] of GOOD)
    it(`gives a value for ${what}`, () => {
      assert.equal(reader(foreign(text), 'client'), value);
    });
  for (const [what, reader, text] of BAD)
    it(`refuses ${what}`, () =>
      failsWith(
        () => reader(foreign(text), 'client'),
        'CLIENT_OUTPUT',
        EXIT.couldNotMeasure,
        /^client printed "/,
      ));
});
