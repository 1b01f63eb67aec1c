// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type LeadingAnswer, followRedirects, isTrustedStep } from '../../harness/core/redirects.js';

/** Where a chain of answers leads from an address: what was asked, or why it was refused. */
async function followed(from: string, ...locations: string[]): Promise<{ asked: string[]; why: string }> {
  const asked: string[] = [];
  let dropped = 0;
  const ask = (at: URL): Promise<LeadingAnswer> => {
    asked.push(at.href);
    const location = locations[asked.length - 1];
    const drop = (): void => void (dropped += 1);
    return Promise.resolve({ status: location === undefined ? 200 : 302, location, drop });
  };
  const why = await followRedirects(new URL(from), ask, (text) => new Error(text)).then(
    ({ status }) => `${status}`,
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
  assert.equal(dropped, why === '200' ? asked.length - 1 : asked.length);
  return { asked, why };
}

describe('a server that leads elsewhere', () => {
  it('is followed, each step seen from the one before', async () => {
    const { asked, why } = await followed('http://a.test/x/y', 'z', '//b.test/1', 'https://c.test/', '/2');
    assert.equal(why, '200');
    assert.deepEqual(asked.slice(1), [
      'http://a.test/x/z',
      'http://b.test/1',
      'https://c.test/',
      'https://c.test/2',
    ]);
  });

  for (const [from, to, why] of [
    ['https://a.test/', 'http://b.test/secret', /^it leads to http:\/\/b\.test, without TLS$/],
    ['https://a.test/', 'http://localhost/', /without TLS/],
    ['http://localhost/', 'http://b.test/', /without TLS/],
    ['http://a.test/', 'file:///etc/passwd', /^it leads from the network to file:$/],
    ['https://a.test/', 'https://name:secret@b.test/', /^it leads to b\.test, with a name or password$/],
    ['https://a.test/', 'https://', /no address/],
  ] as const)
    it(`is not followed from ${from} to ${to}`, async () => {
      const found = await followed(from, to);
      assert.match(found.why, why);
      assert.equal(found.asked.length, 1);
    });

  it('is followed five times', async () => {
    assert.equal((await followed('https://a.test/', '1', '2', '3', '4', '5')).why, '200');
    const { asked, why } = await followed('https://a.test/', '1', '2', '3', '4', '5', '6');
    assert.deepEqual([asked.length, why], [6, 'it leads on more than 5 times']);
  });
});

describe('a step from one address to the next', () => {
  const step = (from: string, to: string): boolean => isTrustedStep(new URL(from), new URL(to));
  it('is taken only where nobody can change what nobody could before', () => {
    assert.equal(step('https://a.test/', 'https://b.test/'), true);
    assert.equal(step('http://a.test/', 'http://b.test/'), true);
    assert.equal(step('http://a.test/', 'https://b.test/'), true);
    assert.equal(step('http://localhost/', 'http://127.0.0.1/'), true);
    assert.equal(step('http://localhost/', 'http://127.0.0.1.b.test/'), false);
    assert.equal(step('https://a.test/', 'http://b.test/'), false);
  });
});
