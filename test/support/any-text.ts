// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';

/** What means something to a terminal, a page, a table, a runner, a replacement or a spreadsheet. */
const MEANING = [
  ...[
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u009b2J',
    '\r',
    '\n',
    '\t',
    '\u0000',
    '\u0008',
    '\u202e',
    '\u2066',
    '\u200b',
  ],
  ...['\ufeff', '\ud800', '\udc00', '\uffff', '\u2028', '\u0085', '\u{e0041}', '\u00ad', '\ufe0f', '\u3164'],
  ...['<', '>', '&', '"', "'", '</p>', '<script>', '<!--', '-->', ']]>', '&amp;', '&#27;', '<![CDATA['],
  ...[
    '|',
    '\\',
    '`',
    '``',
    '*',
    '_',
    '[x](y)',
    '![x](y)',
    '#',
    '# ',
    '- ',
    '1. ',
    '1) ',
    '> ',
    '---',
    '===',
    '~~',
    '$',
  ],
  ...[
    '@root',
    '#12',
    'https://x.org',
    'http://',
    'www.x.org',
    'a@b.co',
    ':',
    '{{title}}',
    '<https://x>',
    '[^1]',
    '&copy;',
  ],
  ...['=1+1', '+1', '-1', '@SUM(A1)', '＝1', ',', ';', '$&', '$1', "$'", '$`', '$$'],
  ...['::error::', '::add-mask::', '##[error]', '%0A', '%25', '%', ' ', '  ', 'word', 'ü', '東京', '👍'],
];

/** Any text, mostly of pieces that mean something somewhere. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...MEANING) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
