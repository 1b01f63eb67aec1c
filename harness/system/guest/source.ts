// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, resolve } from 'node:path';
import type { Sha256 } from '../../core/names.js';
import { isLoopback } from '../../core/redirects.js';

/** Where a file of a system is. */
export type ArtifactPlace =
  | { kind: 'path'; path: string }
  | { kind: 'url'; url: string; sha256: Sha256 | undefined }
  | { kind: 'image'; image: string; path: string };

const SHA256 = /^sha256=([0-9a-f]{64})$/;
const IMAGE = /^(docker:\/\/|oci:|oci-archive:)([^#@]+@sha256:[0-9a-f]{64})#(\/[^\u0000-\u001f\u007f]*)$/;

/**
 * Reads where a file is: a path, `https://…` with or without `#sha256=<digest>`, or a file in a container image, `docker://…@sha256:<digest>#/path`.
 * @param dir folder that a path is meant from.
 * @returns a sentence that says what is wrong instead.
 */
export function parseArtifactSource(
  source: string,
  dir: string,
): ArtifactPlace | { fault: string; next: string } {
  if (/^(docker:|oci:|oci-archive:)/.test(source)) {
    const [, scheme = '', name = '', path = ''] = IMAGE.exec(source) ?? [];
    if (path === '')
      return {
        fault:
          'an image needs the digest of its manifest and the path of the file in it, and no name or password',
        next: 'Write docker://<registry>/<name>@sha256:<digest>#/<path>; `skopeo inspect` shows the digest.',
      };
    return { kind: 'image', image: `${scheme === 'docker://' ? '' : scheme}${name}`, path };
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    // Else it would be looked for under that whole name, and its digest by nobody.
    if (/#sha256=/i.test(source))
      return { fault: 'a path has no digest behind it', next: 'Write the path alone.' };
    return { kind: 'path', path: isAbsolute(source) ? source : resolve(dir, source) };
  }
  if (!URL.canParse(source))
    return { fault: 'this is no address', next: 'Write https://<host>/<path>#sha256=<digest>.' };
  const url = new URL(source);
  const [, sha256] = SHA256.exec(url.hash.slice(1)) ?? [];
  if (url.username !== '' || url.password !== '')
    return {
      fault: 'the address has a name or password in it',
      next: 'Leave it out: reports show the address.',
    };
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return {
      fault: `nothing is fetched by ${url.protocol}`,
      next: 'Write a path without a scheme, or an address that begins with https://.',
    };
  if (url.hash !== '' && sha256 === undefined)
    return {
      fault: 'behind # stands something else than sha256=<64 hex digits>',
      next: 'Write #sha256=<digest>, or leave it out.',
    };
  // What is believed at the first sight must come from whom it says.
  if (url.protocol === 'http:' && sha256 === undefined && !isLoopback(url))
    return {
      fault: 'without TLS anybody on the way may change the file',
      next: 'Write https://, or add #sha256=<digest>.',
    };
  url.hash = '';
  return { kind: 'url', url: url.href, sha256 };
}

/** True when {@link parseArtifactSource} found a fault. */
export function isSourceFault(
  place: ReturnType<typeof parseArtifactSource>,
): place is { fault: string; next: string } {
  return 'fault' in place;
}
