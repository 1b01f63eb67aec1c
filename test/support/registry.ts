// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContainerStore } from './container.js';

/** A read-only container registry on loopback, without TLS. */
export interface Registry {
  /** Host and port. */
  host: string;
  /** Paths that were asked for, in order. */
  asked: string[];
}

/** Serves a store as the repository `test/app` while the work lasts; `tags` are digests by name. */
export async function withRegistry<T>(
  store: ContainerStore,
  tags: Readonly<Record<string, string>>,
  work: (registry: Registry) => Promise<T>,
): Promise<T> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push(url);
    const [, kind = '', name = ''] = /^\/v2\/test\/app\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    const digest = kind === 'manifests' ? (tags[name] ?? name) : name;
    const found = store.blobs.get(digest);
    response.setHeader('Docker-Distribution-API-Version', 'registry/2.0');
    if (url === '/v2/') response.end('{}');
    else if (found === undefined) {
      const code = kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN';
      response.writeHead(404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code, message: `${kind} unknown` }] }));
    } else {
      const length = { 'Content-Length': found.bytes.length };
      response.writeHead(200, { 'Content-Type': found.type, 'Docker-Content-Digest': digest, ...length });
      response.end(request.method === 'HEAD' ? undefined : found.bytes);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await work({ host: `127.0.0.1:${port}`, asked });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
