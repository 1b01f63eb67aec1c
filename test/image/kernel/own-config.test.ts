// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { readOwnConfig } from '../../../harness/image/kernel/own-config.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

/** Reads a `.config` of this text behind two good lines. */
const read = (line: string): Promise<string> =>
  inTemp(async (dir) => {
    const path = join(dir, 'whole.config');
    await writeFile(path, `# A comment with $(shell id) is none for make.\nCONFIG_A=y\n${line}`);
    return await readOwnConfig(path);
  });

/** What kbuild would run, expand or take for a rule. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a function of make': 'CONFIG_X="$(shell touch /tmp/x)"',
  'the same in braces': 'CONFIG_X="${shell touch /tmp/x}"',
  'a variable of make': 'CONFIG_X="a$@b"',
  'a dollar sign behind a backslash': 'CONFIG_X="\\$(shell touch /tmp/x)"',
  'a command in backquotes': 'CONFIG_X="`touch /tmp/x`"',
  'a value that goes on in the next line': 'CONFIG_X="a\n$(shell touch /tmp/x)"',
  'a line that make would join': 'CONFIG_X="a\\\n"',
  'a carriage return in a value': 'CONFIG_X="a\rb"',
  'a zero byte in a value': 'CONFIG_X="a\0b"',
  'more behind a value': 'CONFIG_X="a" $(shell touch /tmp/x)',
  'a function without quotes': 'CONFIG_X=$(shell touch /tmp/x)',
  'another assignment': 'CONFIG_X:=y',
  'a rule': 'all: ; touch /tmp/x',
  'another makefile': 'include /tmp/x',
  'a function in a line of its own': '$(shell touch /tmp/x)',
};

describe('the whole .config of a user', () => {
  for (const [what, line] of Object.entries(HOSTILE)) {
    it(`with ${what} is refused by file and line`, () =>
      failsWith(read(`${line}\n`), 'CONFIG_FILE', EXIT.usage, /whole\.config:3: "/));
  }
  it('may have whatever Kconfig writes', async () => {
    const lines = [
      ...['CONFIG_NUMBER=-17', 'CONFIG_HEX=0x1000000', 'CONFIG_BARE=abc0', 'CONFIG_NONE=', 'CONFIG_MODULE=m'],
      ...[
        'CONFIG_EMPTY=""',
        'CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0-14) 12.2.0"',
        'CONFIG_Q="a \\"b\\" \\\\ %s"',
      ],
      ...['# CONFIG_OFF is not set', '', 'CONFIG_CRLF=y\r', 'CONFIG_lower_case=y'],
    ];
    assert.ok((await read(lines.join('\n'))).endsWith(lines.join('\n')));
  });
});
