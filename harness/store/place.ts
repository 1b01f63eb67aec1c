// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { digestOf } from '../core/json.js';
import { type ImageReference, parseReference } from '../image/rootfs/oci/reference.js';
import type { StorePlace } from './types.js';

/** What is wrong with the place of a store; the place itself is not quoted, because it may hold a password. */
export interface PlaceFault {
  message: string;
  next: string;
}

const FORMS = 'a folder, https://<host>/<path>, docker://<registry>/<repository> or oci:<folder>';

/**
 * Where a store is: a folder, an HTTP(S) address, `docker://HOST/REPOSITORY` or `oci:FOLDER`.
 * @param dir folder that a path is relative to.
 */
export function parsePlace(text: string, dir: string): StorePlace | PlaceFault {
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  switch (scheme?.toLowerCase()) {
    case undefined: {
      const path = resolve(dir, text);
      return { kind: 'folder', path, id: idOf(path), name: text };
    }
    case 'http':
    case 'https':
      return httpPlace(text);
    case 'docker':
    case 'oci':
      return ociPlace(text, dir);
    default:
      return invalid('is of no kind that is known');
  }
}

/** Whether it is what is wrong with a place. */
export function isPlaceFault(place: StorePlace | PlaceFault): place is PlaceFault {
  return 'message' in place;
}

function httpPlace(text: string): StorePlace | PlaceFault {
  if (!URL.canParse(text)) return invalid('is no address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return {
      message: '"store" has a user, a password or a query, which everybody sees who sees this file.',
      next: 'Write the plain address; what it needs to let you in comes from ~/.netrc or LUPINE_BENCH_STORE_AUTH (docs/store.md).',
    };
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { kind: 'http', url, id: idOf(url.href), name: url.href };
}

function ociPlace(text: string, dir: string): StorePlace | PlaceFault {
  // A tag of ours makes a whole reference of it, and one that has a tag already no reference.
  const place = text.replace(/^docker:\/\//i, '');
  let reference: ImageReference;
  try {
    reference = parseReference(`${place}:entry`, dir);
  } catch {
    return invalid('names no repository of a registry, without tag and digest');
  }
  if (reference.digest !== undefined || (reference.kind === 'registry') !== (place !== text))
    return invalid('names no repository of a registry, without tag and digest');
  const name = reference.kind === 'registry' ? `docker://${place}` : text;
  return { kind: 'oci', reference, id: idOf(reference.kind === 'registry' ? name : reference.path), name };
}

function idOf(place: string): string {
  return digestOf(place).slice(0, 16);
}

function invalid(what: string): PlaceFault {
  return { message: `"store" ${what}.`, next: `Write ${FORMS}.` };
}
