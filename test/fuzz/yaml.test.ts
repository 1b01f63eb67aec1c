// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { LineCounter } from 'yaml';
import { packagePath } from '../../harness/core/paths.js';
import type { YamlSchema } from '../../harness/core/schema.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { parseYaml } from '../../harness/scenario/yaml-document.js';
import { damaged, textOf } from '../support/arbitraries.js';
import { fuzzRuns } from '../support/fuzz.js';
import { refusedWell } from '../support/no-defect.js';
import { inTemp } from '../support/temp.js';

const PIECES = [
  ...[
    'a: ',
    'b:',
    '\n',
    '  ',
    '- ',
    '? ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '|',
    '>',
    '&x ',
    '*x',
    '<<: ',
  ],
  ...[
    '!!set',
    '!!omap ',
    '!!binary ',
    '!!timestamp ',
    '!x ',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '\t',
    '\r\n',
    '~',
    'null',
  ],
  ...[
    '__proto__: ',
    'constructor: ',
    '0x1f',
    '1e999',
    '.inf',
    '.nan',
    'yes',
    '\ufeff',
    '\u0085',
    '\u2028',
    '\ud800',
  ],
];

const FILES: readonly [YamlSchema, ...string[]][] = [
  ['scenario', 'scenarios', 'redis.yaml'],
  ['app', 'scenarios', 'apps', 'redis', 'app.yaml'],
  ['systems', 'kernel', 'systems.yaml'],
  ['claims', 'reports', 'claims.yaml'],
];

describe('fuzzed YAML', function () {
  this.timeout(600_000);

  it('is refused with a place in the text, or gives a value', () => {
    fc.assert(
      fc.property(textOf(PIECES), (text) => {
        const parsed = parseYaml(text, new LineCounter());
        if ('value' in parsed) return;
        assert.match(parsed.code, /^YAML_(?:SYNTAX|LIMIT)$/);
        assert.ok(parsed.offset >= 0 && parsed.offset <= text.length + 1, `${parsed.offset}`);
        assert.ok(parsed.message.length < 500);
      }),
      { numRuns: fuzzRuns },
    );
  });
  it('gives back what JSON says, which is YAML', () => {
    const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(value, (given) => {
        const text = JSON.stringify(given);
        const parsed = parseYaml(text, new LineCounter());
        // A tab or a lone surrogate is escaped; -0 is 0 for JSON.
        assert.deepEqual('value' in parsed ? parsed.value : parsed.message, JSON.parse(text));
      }),
      { numRuns: fuzzRuns },
    );
  });
  for (const [schema, ...path] of FILES) {
    it(`of ${path.join('/')} that was damaged is refused with file and line, or loads`, async () => {
      const whole = await readFile(packagePath(...path), 'utf8');
      await inTemp((dir) =>
        fc.assert(
          fc.asyncProperty(damaged(whole), async (text) => {
            const file = join(dir, 'a.yaml');
            await writeFile(file, text);
            await loadYaml(file, schema).catch((error: unknown) => {
              refusedWell(error);
              assert.match(error instanceof Error ? error.message : '', /a\.yaml:\d+:\d+: /);
            });
          }),
          { numRuns: fuzzRuns / 2 },
        ),
      );
    });
  }
});
