// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../../harness/core/paths.js';
import { withRedis } from '../../support/redis-server.js';
import { inTemp } from '../../support/temp.js';

describe('a queue in Redis over TLS', function () {
  this.timeout(60_000);

  it('is used with a password where the server is the one it says, and refused where not', () =>
    inTemp(async (dir) => {
      const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
      const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      const names = ['-subj', '/CN=queue', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      await execa('openssl', [...made, '-keyout', key, '-out', cert, '-days', '2', ...names]);
      const tls = ['port 0', 'tls-port PORT', `tls-cert-file "${cert}"`, `tls-key-file "${key}"`];
      const settings = [...tls, `tls-ca-cert-file "${cert}"`, 'tls-auth-clients no', 'requirepass s3cret'];
      await withRedis(dir, settings, async ({ port }) => {
        const script = packagePath('dist', 'test', 'support', 'scripts', 'queue-client.js');
        const ask = async (host: string, env: Record<string, string>): Promise<string> => {
          const own = { LUPINE_BENCH_REDIS_PASSWORD: 's3cret', ...env };
          const { stdout, stderr } = await execa(process.execPath, [script, `rediss://${host}:${port}`], {
            env: own,
          });
          assert.ok(!`${stdout}${stderr}`.includes('s3cret'));
          return stdout;
        };
        for (const host of ['localhost', '127.0.0.1'])
          assert.equal(
            await ask(host, { NODE_EXTRA_CA_CERTS: cert }),
            `rediss://:***@${host}:${port} {"waiting":0,"active":0,"done":1,"over":0}`,
          );
        assert.match(await ask('localhost', {}), /cannot be reached: self-signed certificate/);
      });
    }));
});
