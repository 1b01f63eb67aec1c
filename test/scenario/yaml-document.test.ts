// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineCounter } from 'yaml';
import { $ } from 'zx';
import { EXIT } from '../../harness/core/errors.js';
import { loadYaml } from '../../harness/scenario/yaml.js';
import { LONGEST_YAML, parseYaml } from '../../harness/scenario/yaml-document.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

/** What a text is refused with: code, and the message. */
function refusal(text: string): string {
  const parsed = parseYaml(text, new LineCounter());
  assert.ok('code' in parsed, `${text.slice(0, 40)} is taken`);
  return `${parsed.code} ${parsed.message}`;
}

const value = (text: string): unknown => {
  const parsed = parseYaml(text, new LineCounter());
  assert.ok('value' in parsed, 'message' in parsed ? parsed.message : '');
  return parsed.value;
};

const repeated = (unit: string): string => unit.repeat(LONGEST_YAML / unit.length);

describe('a YAML document', () => {
  it('may have anchors and aliases', () => {
    assert.deepEqual(value('a: &x [1, 2]\nb: *x\n'), { a: [1, 2], b: [1, 2] });
  });
  it('has values as JSON has them, whatever version it says it is', () => {
    assert.deepEqual(value('%YAML 1.1\n---\na: yes\nb: 2001-01-01\n"<<": { c: 1 }\n'), {
      ...{ a: 'yes', b: '2001-01-01', '<<': { c: 1 } },
    });
  });
  it('is refused when its aliases multiply', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const inner = level === 0 ? '"lol"' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    assert.match(refusal(levels.join('\n')), /^YAML_LIMIT its aliases/);
  });
  it('is refused when an alias is of nothing, or of what it is in', () => {
    assert.match(refusal('a: *x\n'), /^YAML_SYNTAX .*nothing before is called "&x"/);
    assert.match(refusal('a: &x [*x]\n'), /^YAML_SYNTAX .*nothing before is called "&x"/);
  });
  for (const unit of ['[', '{', '- ', '? ', ': ', '{a: ', '[[],']) {
    it(`is refused when it is nothing but "${unit}", before anything is made of it`, () => {
      assert.match(refusal(repeated(unit)), /^YAML_LIMIT lists and maps stand in each other too deeply/);
    });
  }
  it('is refused when it nests by indentation', () => {
    const lines = Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`);
    assert.match(refusal(lines.join('\n')), /^YAML_LIMIT/);
  });
  it('is refused with a key that is no word', () => {
    for (const text of ['? [a]\n: 1\n', '? {a: 1}\n: 1\n', '&x a: 1\n*x : 2\n'])
      assert.match(refusal(text), /^YAML_SYNTAX .*a key is a list, a map or an alias/);
  });
  it('is refused with a key that stands twice, be it a number or a word', () => {
    assert.match(refusal('a: 1\n"a": 2\n'), /key "a" stands twice/);
    assert.match(refusal('{1: a, "1": b}'), /key "1" stands twice/);
    assert.deepEqual(value('__proto__: 1\nconstructor: 2\n'), JSON.parse('{"__proto__":1,"constructor":2}'));
  });
  it('is one, not several and not none', () => {
    assert.match(refusal('a: 1\n---\nb: 1\n'), /^YAML_SYNTAX .*more than one document/);
    assert.equal(value(''), null);
  });
  it('is refused by its length, and as a pipe', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'scenario.yaml');
      await writeFile(path, '#'.repeat(LONGEST_YAML + 1));
      await failsWith(loadYaml(path, 'scenario'), 'FILE_TOO_LARGE', EXIT.usage);
      const pipe = join(dir, 'pipe.yaml');
      await $`mkfifo ${pipe}`;
      await failsWith(loadYaml(pipe, 'scenario'), 'FILE_KIND', EXIT.usage, /pipe/);
    }));
  it('is UTF-8, or refused with the line that is not', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'scenario.yaml');
      await writeFile(path, Buffer.from('name: a\ntitle: caf\u00e9\n', 'latin1'));
      await failsWith(
        loadYaml(path, 'scenario'),
        'YAML_SYNTAX',
        EXIT.usage,
        /yaml:2:1: the text is not UTF-8/,
      );
      await writeFile(path, Buffer.from('\ufeffname: a\n', 'utf16le'));
      await failsWith(
        loadYaml(path, 'scenario'),
        'YAML_SYNTAX',
        EXIT.usage,
        /yaml:1:1: the text is not UTF-8/,
      );
    }));
  it('says in which file and line it is refused', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'scenario.yaml');
      await writeFile(path, `name: a\ntitle: ${'['.repeat(100)}`);
      await failsWith(loadYaml(path, 'scenario'), 'YAML_LIMIT', EXIT.usage, /scenario\.yaml:2:\d+: lists/);
    }));
});
