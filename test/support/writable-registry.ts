// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOfBytes } from '../../harness/image/rootfs/oci/manifest.js';

/** A container registry on loopback, without TLS, that takes what it is given. */
export interface WritableRegistry {
  /** Host and port. */
  host: string;
  /** What it has, by `blobs/<digest>` or `manifests/<tag or digest>`. */
  kept: Map<string, Buffer>;
  /** Method and path of what was asked, in order. */
  asked: string[];
}

const TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** Serves an empty registry while the work lasts; with a login it lets nobody else in. */
export async function withWritableRegistry<T>(
  work: (registry: WritableRegistry) => Promise<T>,
  login?: string,
): Promise<T> {
  const kept = new Map<string, Buffer>();
  const asked: string[] = [];
  const uploads = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry');
      const { method = '' } = request;
      asked.push(`${method} ${pathname}`);
      response.setHeader('Docker-Distribution-API-Version', 'registry/2.0');
      const basic = `Basic ${Buffer.from(login ?? '').toString('base64')}`;
      if (login !== undefined && request.headers.authorization !== basic) {
        response
          .writeHead(401, { 'WWW-Authenticate': 'Basic realm="registry"' })
          .end('{"errors":[{"code":"UNAUTHORIZED"}]}');
        return;
      }
      if (pathname === '/v2/') return void response.end('{}');
      const [, repository = '', what = '', name = ''] =
        /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests)\/(.*)$/.exec(pathname) ?? [];
      if (what === 'blobs/uploads') {
        const id = name === '' ? String(uploads.size) : name;
        uploads.set(id, Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), body]));
        const digest = searchParams.get('digest');
        if (method === 'PUT' && digest !== null) kept.set(`blobs/${digest}`, uploads.get(id) ?? body);
        const range = `0-${Math.max((uploads.get(id)?.length ?? 0) - 1, 0)}`;
        const head = {
          Location: `/v2/${repository}/blobs/uploads/${id}`,
          Range: range,
          'Docker-Upload-UUID': id,
        };
        response.writeHead(method === 'PUT' ? 201 : 202, head).end();
        return;
      }
      if (method === 'PUT') {
        kept.set(`manifests/${name}`, body);
        kept.set(`manifests/${digestOfBytes(body)}`, body);
        response.writeHead(201, { 'Docker-Content-Digest': digestOfBytes(body) }).end();
        return;
      }
      const bytes = kept.get(`${what}/${name}`);
      if (bytes === undefined) {
        const code = what === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN';
        response.writeHead(404, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ errors: [{ code, message: `${what} unknown` }] }));
        return;
      }
      const type = what === 'manifests' ? TYPE : 'application/octet-stream';
      const head = { 'Content-Type': type, 'Content-Length': bytes.length };
      // A registry that lies about a tag lies about its digest too.
      response.writeHead(200, { ...head, 'Docker-Content-Digest': digestOfBytes(bytes) });
      response.end(method === 'HEAD' ? undefined : bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await work({ host: `127.0.0.1:${port}`, kept, asked });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
