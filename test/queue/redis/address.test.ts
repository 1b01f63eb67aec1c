// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../../harness/core/errors.js';
import { redisAddress } from '../../../harness/queue/redis/address.js';

describe('the address of a queue', () => {
  it('has a host, and what is usual where nothing is said', () => {
    const { shown, ...parts } = redisAddress('redis://queue.example');
    assert.deepEqual(parts, { host: 'queue.example', port: 6379, db: 0, tls: false });
    assert.equal(shown, 'redis://queue.example:6379');
  });

  it('has user, password, port and database, and shows no password', () => {
    const { shown, ...parts } = redisAddress('rediss://ci:p%40ss@[::1]:6380/3');
    const expected = { host: '::1', port: 6380, db: 3, tls: true, username: 'ci', password: 'p@ss' };
    assert.deepEqual([parts, shown], [expected, 'rediss://ci:***@[::1]:6380/3']);
  });

  it('takes the password from elsewhere where it has none', () => {
    const { password, shown } = redisAddress('redis://host', 'from-elsewhere');
    assert.deepEqual([password, shown], ['from-elsewhere', 'redis://:***@host:6379']);
  });

  it('is refused without a word of its password when it cannot be read', () => {
    for (const text of [
      '',
      'host',
      'http://a:s3cret@host',
      'redis://',
      'redis://:s3cret@host/x',
      'redis://:s3cret@h?a=b',
      'redis://:s3cret%@h',
    ])
      // prettier-ignore
      assert.throws(
        () => redisAddress(text),
        (error: unknown) =>
          error instanceof BenchError && error.code === 'QUEUE_ADDRESS' && !(error.stack ?? '').includes('s3cret'),
        text,
      );
  });
});
