// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownKeys } from '../../harness/remote/ssh/known-hosts.js';
import { useTempDir } from '../support/temp.js';

const A = 'ssh-ed25519 AAAA1';
const typesOf = (text: string, host: string, port = 22): string[] =>
  knownKeys(text, host, port).keys.map(({ base64 }) => base64);

describe('known_hosts', () => {
  const temp = useTempDir();

  it('is read by name, port, list, pattern and negation', () => {
    assert.deepEqual(typesOf(`rack ${A}`, 'rack'), ['AAAA1']);
    assert.deepEqual(typesOf(`RACK,10.0.0.1 ${A} comment`, '10.0.0.1'), ['AAAA1']);
    assert.deepEqual(typesOf(`rack ${A}`, 'rack', 2222), []);
    assert.deepEqual(typesOf(`[rack]:2222 ${A}`, 'rack', 2222), ['AAAA1']);
    assert.deepEqual(typesOf(`[rack]:2222 ${A}`, 'rack'), []);
    assert.deepEqual(typesOf(`*.lab,!bad.lab ${A}`, 'good.lab'), ['AAAA1']);
    assert.deepEqual(typesOf(`*.lab,!bad.lab ${A}`, 'bad.lab'), []);
    assert.deepEqual(typesOf(`r?ck ${A}`, 'rack'), ['AAAA1']);
    assert.deepEqual(typesOf(`# rack ${A}\n\nrack\nrack ssh-rsa\n`, 'rack'), []);
  });

  it('has revoked keys, and passes over authorities', () => {
    const text = `@revoked * ssh-rsa BAD\n@cert-authority *.lab ssh-rsa CA\nrack ${A}\n`;
    const { keys, revoked } = knownKeys(text, 'rack', 22);
    assert.deepEqual(keys, [{ type: 'ssh-ed25519', base64: 'AAAA1' }]);
    assert.deepEqual(revoked, [{ type: 'ssh-rsa', base64: 'BAD' }]);
  });

  it('is read as OpenSSH hashes it', () => {
    const file = join(temp.dir, 'known');
    writeFileSync(file, `rack ${A}AAAC3NzaC1lZDI1NTE5AAAAIHhh\n`);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(temp.dir, 'k')]);
    const key = readFileSync(join(temp.dir, 'k.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(file, `rack ${key}\n[rack]:2222 ${key}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const hashed = readFileSync(file, 'utf8');
    assert.match(hashed, /^\|1\|/);
    assert.equal(typesOf(hashed, 'rack').length, 1);
    assert.equal(typesOf(hashed, 'rack', 2222).length, 1);
    assert.deepEqual(typesOf(hashed, 'other'), []);
  });

  it('is read in time that grows with its length, whatever its patterns', () => {
    const text = `${'*a'.repeat(2000)}b ${A}\n`;
    assert.deepEqual(typesOf(text, `${'a'.repeat(2000)}c`), []);
  });
});
