// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { appsIn } from '../../harness/app/load.js';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { failsWith } from '../support/errors.js';
import { fuzzRuns } from '../support/fuzz.js';
import { inTemp } from '../support/temp.js';

/** An app that is right, but for the lines that a test adds. */
const APP = { name: 'evil', title: 'Evil', command: ['/x'], network: 'none', ready: { exit: 0 }, checks: [] };

async function load(declaration: object): Promise<unknown> {
  return await inTemp(async (dir) => {
    await mkdir(join(dir, 'evil'));
    await writeFile(join(dir, 'evil', 'app.yaml'), JSON.stringify(declaration));
    return (await appsIn([{ dir, within: dir, own: true }]).load('evil')).declaration;
  });
}

/** Values that would reach a path, a program or the guest's job in another form than was meant. */
const REFUSED: readonly [string, object][] = [
  ['a path that leads upwards', { files: [{ path: '/etc/../../x', content: '' }] }],
  ['a path that is relative', { files: [{ path: 'etc/x', content: '' }] }],
  ['a path with a newline', { files: [{ path: '/etc/x\nwrite', content: '' }] }],
  ['a mode that is no mode', { files: [{ path: '/x', content: '', mode: '0644 /etc' }] }],
  ['a source from the root', { files: [{ path: '/x', source: '/etc/shadow' }] }],
  ['a source with a zero byte', { files: [{ path: '/x', source: 'a\0b' }] }],
  ['a mount point upwards', { mounts: [{ type: 'tmpfs', target: '/../x' }] }],
  [
    'mount options with a newline',
    { mounts: [{ type: 'tmpfs', target: '/x', options: 'size=1m\nwrite /x y' }] },
  ],
  ['a setting outside of /proc/sys and /sys', { settings: [{ path: '/etc/passwd', value: '1' }] }],
  ['a setting that leads out of /sys', { settings: [{ path: '/sys/../etc/passwd', value: '1' }] }],
  ['an argument with a zero byte', { command: ['/x', 'a\0b'] }],
  ['a name of the environment with an equals sign', { env: { 'A=B': '1' } }],
  ['a name of the environment that is empty', { env: { '': '1' } }],
  ['a client with a path as its name', { clients: { '../../x': { command: ['/x'] } } }],
  ['a readiness line of two lines', { ready: { line: 'a\nb' } }],
  ['a port of nobody', { ready: { tcp: 65_536 } }],
  ['a time that no timer can hold', { ready: { exit: 0, withinMs: 1e300 } }],
  ['a user below zero', { user: { uid: -1, gid: 0 } }],
  ['half a user', { user: { uid: 0.5, gid: 0 } }],
  ['a container image with an escape sequence', { oci: 'docker.io/x:\x1b[2J' }],
  ['a container image that is an option', { oci: '--help' }],
  ['a kernel that is a path', { kernel: '../../x' }],
  ['a title that clears the screen', { title: '\x1b[2J' }],
];

describe('values of strangers in an app', () => {
  for (const [what, change] of REFUSED) {
    it(`are refused with ${what}`, () =>
      failsWith(load({ ...APP, ...change }), 'YAML_INVALID', EXIT.usage, /^[\x20-\x7e]*app\.yaml:1:\d+: /));
  }

  it('are refused by name or taken as they are, whatever they are', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '/..', '-x', '\n', '$(id)'),
      fc.double(),
    );
    const key = fc.constantFrom(
      'title',
      'oci',
      'kernel',
      'cwd',
      'command',
      'env',
      'packages',
      'files',
      'network',
    );
    const shape = fc.oneof(
      value,
      fc.array(value),
      fc.dictionary(fc.string(), value),
      fc.record({ path: value, source: value }),
    );
    const check = async (name: string, given: unknown): Promise<void> => {
      const text = JSON.stringify({ ...APP, [name]: given });
      try {
        const declaration = await load(JSON.parse(text) as object);
        assert.deepEqual(declaration, parseDocument(text).toJS());
      } catch (error) {
        assert.ok(error instanceof BenchError && error.exit === EXIT.usage, String(error));
      }
    };
    await fc.assert(fc.asyncProperty(key, shape, check), { numRuns: fuzzRuns });
  });
});
