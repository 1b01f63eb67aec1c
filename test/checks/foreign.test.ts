// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { listFiles } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';
import { faultyLines } from './snippets.js';

/** What a forgotten function between foreign text and its place looks like; each line must not compile. */
const NO_CODE = [
  ['a message', "throw usageError('A_CODE', said, 'Go on.');"],
  ['a result', 'session.print(said);'],
  ['progress', 'session.progress.note(said);'],
  ['a stream', 'process.stdout.write(said);'],
  ['a page', 'use(html`<p>${said}</p>`);'],
  ['Markdown', 'use(marked`# ${said}`);'],
  ['a cell of Markdown', "use(table(['head'], [[said]]));"],
  ['CSV', 'use(toCsv([{ name: said }]));'],
  ['a file', "void writeAtomic('/tmp/x', said);"],
  ['a path', "use(join('/tmp', said));"],
  ['an argument', "void runTool('echo', [said], { code: 'ECHO' });"],
  ['a pattern', 'use(new RegExp(said));'],
  ['a string', 'const text: string = said;'],
  ['an assertion', 'use(said as string);'],
  ['a name in a table', 'use(words[said]);'],
  ['a method of strings', "use(said.split(' '));"],
  ['a comparison', "use(said === 'ok');"],
  ['an error', 'throw new Error(said);'],
] as const;

/** The same where types allow it; this rule of the linter must refuse each line. */
const NO_LINT = [
  ['a template', 'use(`it said: ${said}`);', 'restrict-template-expressions'],
  ['a sum', "use('it said: ' + said);", 'restrict-plus-operands'],
  ['a conversion', 'use(String(said));', 'no-base-to-string'],
  ['a list', "use([said].join(', '));", 'no-base-to-string'],
  [
    'an error in words',
    'use(error instanceof Error ? error.message : String(error));',
    'no-restricted-syntax',
  ],
  ['a replacement', "use(name.replace('<app>', word));", 'no-restricted-syntax'],
  ['every replacement', "use(name.replaceAll('<app>', word));", 'no-restricted-syntax'],
  ['a name in a table', 'use(words[name]);', 'outside-names'],
  ['a name of a table', 'use(name in words);', 'outside-names'],
  ['a name put into a table', "words[name] = 'x';", 'outside-names'],
  ['a number', 'use(Number(name));', 'outside-numbers'],
  ['a number of digits', 'use(Number.parseInt(name, 10));', 'outside-numbers'],
  ['a large number', 'use(BigInt(name));', 'outside-numbers'],
  ['a timer', 'setTimeout(go, milliseconds);', 'no-restricted-syntax'],
  ['a timer that repeats', 'setInterval(go, milliseconds);', 'no-restricted-syntax'],
  ['a pattern that takes long', 'use(/^(a*)*b$/.test(name));', 'no-super-linear-backtracking'],
  ['a pattern that begins anew everywhere', 'use(/a+$/.test(name));', 'no-super-linear-move'],
  ['HTML by hand', 'use(new Markup(name));', 'no-restricted-syntax'],
  ['Markdown by hand', 'use(new Markdown(name));', 'no-restricted-syntax'],
] as const;

/** What is right: neither says anything. */
const GOOD = [
  'use(`it said: ${printable(said)}`);',
  'session.print(forTerminal(said));',
  "void writeAtomic('/tmp/x', rawText(said));",
  "use(says(said, 'ok'));",
  "use(name.replace('<app>', () => word));",
  'use(ownValue(words, name));',
  'use(wholeNumber(said));',
  'setTimeout(go, timerMs(milliseconds));',
];

/** Modules that look at foreign text itself, each with its reason; every other one uses a sink. */
const READERS: Readonly<Record<string, string>> = {
  'core/host-program.ts': 'reads the version of the compiler',
  'core/cache-list.ts': 'reads sizes that du prints',
  'core/owner.ts': 'reads when a process of this machine began',
  'host/remote/state.ts': 'reads a path that a pattern allows for a shell',
  'host/remote/store.ts': 'reads lengths and digests that a host has',
  'inventory/openssh.ts': "reads the user's own settings of OpenSSH",
  'remote/words.ts': 'looks in it for the words of a full disk',
  'core/foreign.ts': 'defines it',
  'core/numbers.ts': 'reads numbers',
  'boot/console-failure.ts': 'looks up what PID 1 says in a table of its words',
  'image/kernel/config.ts': 'names of options, as grep finds them',
  'image/kernel/source-tree.ts': 'names of files, as git lists them',
  'image/native/source.ts': 'versions that apt offers',
  'image/native/toolchain.ts': 'specs that a script of ours wrote',
  'image/rootfs/apt-offered.ts': 'records of packages, as apt shows them',
  'image/rootfs/apt-resolve.ts': 'records of packages, as apt shows them',
  'image/rootfs/compiler.ts': 'version and place of a compiler, for a digest',
  'run/boot.ts': 'keeps outputs as they are',
  'history/git.ts': 'what git says of the points and commits of a history',
  'import/arguments.ts': 'counts lines',
  'import/found.ts': 'keeps outputs as they are',
  'import/write.ts': 'keeps outputs as they are',
  'import/lines.ts': 'cuts a log into lines',
  'import/session.ts': 'tells prompts and commands from output',
  'import/redis-runs.ts': 'looks up the order of a test',
  'workload/ab.ts': 'reads what ab prints',
  'workload/redis-benchmark.ts': 'reads what redis-benchmark prints',
  'workload/wrk.ts': 'reads what wrk prints',
  'revision/git.ts': 'names and titles of commits, as git prints them',
};

describe('text that others wrote', function () {
  this.timeout(120_000);
  let faults: Awaited<ReturnType<typeof faultyLines>>;
  before(async () => {
    faults = await faultyLines([...[...NO_CODE, ...NO_LINT].map(([, line]) => line), ...GOOD]);
  });

  for (const [where, line] of NO_CODE)
    it(`does not compile as ${where}`, () => {
      assert.ok(faults.compiler.has(line), line);
    });
  for (const [where, line, rule] of NO_LINT)
    it(`is refused by the linter as ${where}`, () => {
      assert.match(faults.linter.get(line) ?? '', new RegExp(`\\b${rule}(?: |$)`), line);
    });
  for (const line of GOOD)
    it(`may stand there as ${line}`, () => {
      assert.deepEqual([faults.compiler.get(line), faults.linter.get(line)], [undefined, undefined]);
    });
  it('is looked at by few, each with a reason', async () => {
    const files = (await listFiles(packagePath('harness'))).filter((file) => file.endsWith('.ts'));
    const reading = [];
    for (const file of files) {
      if (/\brawText\b/.test(await readFile(packagePath('harness', file), 'utf8'))) reading.push(file);
    }
    assert.deepEqual(reading.sort(), Object.keys(READERS).sort());
  });
});
