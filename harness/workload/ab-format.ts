// SPDX-License-Identifier: Apache-2.0
import type { PrintedChoice, PrintedLine } from './printed-lines.js';

// What ab prints in its versions 2.0 and 2.3 with any of its options but -w (HTML) and -v 2 and above (the
// answers themselves). Options change it as the remarks say.

const field = (name: string, value: string, optional = false): PrintedLine => ({
  pattern: new RegExp(`^${name}: *${value}$`),
  words: `the line "${name}"`,
  optional,
});

/** Up to the totals. */
export const AB_HEAD: readonly PrintedLine[] = [
  {
    pattern: /^This is ApacheBench, Version [0-9]\S* <\$Revision(?:: \S+ )?\$>(?: apache-[0-9.]+)?$/,
    words: 'the greeting of ab',
  },
  { pattern: /^Copyright \S.*$/, words: 'the copyright of ab' },
  { pattern: /^(?:Licensed to|Copyright) \S.*$/, words: 'the licence of ab' },
  {
    // -X adds the proxy; -q, and fewer than 150 requests, put "done" behind the dots instead of a progress.
    pattern: /^Benchmarking \S+(?: \[(?<proxy>through) \S+\])? \(be patient\)(?:\.{3}(?:\.\.done)?)?$/,
    words: 'the line "Benchmarking"',
  },
  field('Server Software', String.raw`(?:\S.*)?`),
  field('Server Hostname', String.raw`\S+`),
  field('Server Port', '[0-9]+'),
  field('SSL/TLS Protocol', String.raw`(?<tls>\S.*)`, true),
  field('Server Temp Key', String.raw`\S.*`, true),
  field('TLS Server Name', String.raw`\S+`, true),
  field('Document Path', String.raw`(?:\S.*)?`),
  // -l accepts pages of any length.
  field('Document Length', '(?:(?<length>[0-9]{1,15}) bytes|(?<variable>Variable))'),
  field('Concurrency Level', '(?<clients>[0-9]{1,15})'),
  field('Time taken for tests', '(?<seconds>[0-9]{1,15}[.][0-9]{1,15}) seconds'),
  field('Complete requests', '(?<complete>[0-9]{1,15})'),
  field('Failed requests', '(?<failed>[0-9]{1,15})'),
  { pattern: /^ {3}\((?<reasons>Connect: .*)\)$/, words: 'the reasons of failures', optional: true },
  field('(?:Write|Broken pipe) errors', '(?<unwritten>[0-9]{1,15})', true),
  field('Non-2xx responses', '(?<refused>[0-9]{1,15})', true),
  field('Keep-Alive requests', '(?<kept>[0-9]{1,15})', true),
  field('Total transferred', '[0-9]+ bytes'),
  // -p and -u send a body.
  field('Total (?:body sent|POSTed|PUT)', '(?<sent>[0-9]{1,15})', true),
  field('HTML transferred', '(?<body>[0-9]{1,15}) bytes'),
];

const row = (name: string): PrintedLine => ({
  pattern: new RegExp(`^${name}:[-0-9. ]+$`),
  words: `the times of "${name}"`,
});
const ROWS = ['Connect', 'Processing', 'Waiting', 'Total'].map(row);

/** ab doubts its own averages when they are far from the medians; only medians and rates are read here. */
const DOUBT: PrintedLine[] = ['initial connection', 'processing', 'waiting', 'total'].flatMap((time) => [
  {
    pattern: new RegExp(`^(?:WARNING|ERROR): The median and mean for the ${time} time are `),
    words: 'a doubt of ab',
    optional: true,
  },
  {
    pattern: /^ +(?:deviation apart\. )?These results are (?:probably not that|NOT) reliable\.$/,
    words: 'a doubt of ab',
    optional: true,
  },
]);

const PERCENTAGES: PrintedLine[] = [50, 66, 75, 80, 90, 95, 98, 99].map((percent) => ({
  pattern: new RegExp(`^ +${percent}% +[0-9]+$`),
  words: `the time of ${percent} %`,
}));

/** Behind the totals, when any request was completed. */
export const AB_RATES: readonly (PrintedLine | PrintedChoice)[] = [
  field('Requests per second', String.raw`(?<rate>[0-9]{1,15}\.[0-9]{2}) \[#/sec\] \(mean\)`),
  field('Time per request', String.raw`[0-9.]+ \[ms\] \(mean\)`),
  field('Time per request', String.raw`[0-9.]+ \[ms\] \(mean, across all concurrent requests\)`),
  field('Transfer rate', String.raw`[0-9.]+ \[Kbytes/sec\] received`),
  { pattern: /^ +[0-9.]+ kb\/s sent$/, words: 'the rate of what was sent', optional: true },
  { pattern: /^ +[0-9.]+ kb\/s total$/, words: 'the rate of both ways', optional: true },
  // The old ones write it with three n.
  { pattern: /^Connn?ection Times \(ms\)$/, words: 'the line "Connection Times"' },
  {
    either: [
      [
        { pattern: /^ +min +mean\[\+\/-sd\] +median +max$/, words: 'the head of the times' },
        ...ROWS,
        ...DOUBT,
      ],
      // -S
      [{ pattern: /^ +min +avg +max$/, words: 'the head of the times' }, ...ROWS],
    ],
  },
  {
    either: [
      [
        {
          pattern: /^Percentage of the requests served within a certain time \(ms\)$/,
          words: 'the line "Percentage of the requests"',
        },
        ...PERCENTAGES,
        { pattern: /^ +100% +[0-9]+ \((?:longest|last) request\)$/, words: 'the time of 100 %' },
      ],
      // -d, and a test of one request
      [],
    ],
  },
];
