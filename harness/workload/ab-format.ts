// SPDX-License-Identifier: Apache-2.0
import type { PrintedLine } from './printed-lines.js';

const blank: PrintedLine = { pattern: /^$/ };
const field = (name: string, value: string, optional = false): PrintedLine => ({
  pattern: new RegExp(`^${name}: +${value}$`),
  optional,
});
const row = (name: string): PrintedLine => ({
  pattern: new RegExp(`^${name}:(?: +[0-9]+){2} +[0-9.]+(?: +[0-9]+){2}$`),
});

/** ab doubts its own averages when they are far from the medians; only medians and rates are read here. */
const DOUBT: PrintedLine[] = ['initial connection', 'processing', 'waiting', 'total'].flatMap((time) => [
  {
    pattern: new RegExp(`^(?:WARNING|ERROR): The median and mean for the ${time} time are `),
    optional: true,
  },
  { pattern: /^ +These results are (?:probably not that|NOT) reliable\.$/, optional: true },
]);

const PERCENTAGES: PrintedLine[] = [50, 66, 75, 80, 90, 95, 98, 99].map((percent) => ({
  pattern: new RegExp(`^ +${percent}% +[0-9]+$`),
}));

/** The complete output of ab 2.3 for one test without TLS. */
export const AB_LINES: readonly PrintedLine[] = [
  { pattern: /^This is ApacheBench, Version 2\.3 <\$Revision(?:: [0-9]+ )?\$>$/ },
  { pattern: /^Copyright 1996 Adam Twiss, / },
  { pattern: /^Licensed to The Apache Software Foundation, / },
  blank,
  { pattern: /^Benchmarking [\w.:-]+ \(be patient\)(?:\.{5}done)?$/ },
  blank,
  blank,
  field('Server Software', String.raw`(?:\S.*)?`),
  field('Server Hostname', String.raw`\S+`),
  field('Server Port', '[0-9]+'),
  blank,
  field('Document Path', String.raw`\S+`),
  field('Document Length', '(?<length>[0-9]+) bytes'),
  blank,
  field('Concurrency Level', '(?<clients>[0-9]+)'),
  field('Time taken for tests', String.raw`[0-9]+\.[0-9]{3} seconds`),
  field('Complete requests', '(?<complete>[0-9]+)'),
  field('Failed requests', '(?<failed>[0-9]+)'),
  { pattern: /^ {3}\((?<reasons>Connect: .*)\)$/, optional: true },
  field('Write errors', '(?<unwritten>[0-9]+)', true),
  field('Non-2xx responses', '(?<refused>[0-9]+)', true),
  field('Keep-Alive requests', '(?<kept>[0-9]+)', true),
  field('Total transferred', '[0-9]+ bytes'),
  field('HTML transferred', '(?<body>[0-9]+) bytes'),
  field('Requests per second', String.raw`(?<rate>[0-9]+\.[0-9]{2}) \[#/sec\] \(mean\)`),
  field('Time per request', String.raw`[0-9.]+ \[ms\] \(mean\)`),
  field('Time per request', String.raw`[0-9.]+ \[ms\] \(mean, across all concurrent requests\)`),
  field('Transfer rate', String.raw`[0-9.]+ \[Kbytes/sec\] received`),
  blank,
  { pattern: /^Connection Times \(ms\)$/ },
  { pattern: /^ +min +mean\[\+\/-sd\] +median +max$/ },
  ...['Connect', 'Processing', 'Waiting', 'Total'].map(row),
  ...DOUBT,
  blank,
  { pattern: /^Percentage of the requests served within a certain time \(ms\)$/ },
  ...PERCENTAGES,
  { pattern: /^ +100% +[0-9]+ \(longest request\)$/ },
  blank,
];
