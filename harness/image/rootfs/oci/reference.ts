// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { usageError } from '../../../core/errors.js';

/** A container image as an app names it. */
export type ImageReference = RegistryReference | LocalReference;

/** An image in a registry. At least one of tag and digest is there. */
export interface RegistryReference {
  kind: 'registry';
  /** Host, with its port when it has one. */
  host: string;
  /** Name in the registry, e.g. `library/mysql`. */
  repository: string;
  tag?: string;
  /** Digest of its manifest, or of the index that lists it, `sha256:` and 64 hex digits. */
  digest?: string;
}

/** An image in a file or folder of this host. */
export interface LocalReference {
  /** `oci` for a layout folder, `oci-archive` for a tar file of one. */
  kind: 'oci' | 'oci-archive';
  /** Absolute path. */
  path: string;
  tag?: string;
  /** Digest that its manifest must have. */
  digest?: string;
}

const NAME = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const HOST = '(?:[A-Za-z0-9-]+\\.[A-Za-z0-9.-]+|localhost|\\[[0-9a-f:]+\\])(?::[0-9]{1,5})?';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = 'sha256:[0-9a-f]{64}';
const REGISTRY = new RegExp(`^(${HOST})/(${NAME}(?:/${NAME})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`);
const LOCAL = new RegExp(`^(oci|oci-archive):([^:@\\x00-\\x1f]+)(?::(${TAG}))?(?:@(${DIGEST}))?$`);

/**
 * Reads `HOST/NAME:TAG`, `HOST/NAME@sha256:…`, `oci:FOLDER[:TAG]` or `oci-archive:FILE[:TAG]`.
 * @param dir folder that a path on this host is relative to.
 * @throws BenchError `OCI_REFERENCE` (exit 2).
 */
export function parseReference(text: string, dir: string): ImageReference {
  const [, local, path = '', localTag, localDigest] = LOCAL.exec(text) ?? [];
  if (local !== undefined) {
    const kind = local === 'oci' ? 'oci' : 'oci-archive';
    return { kind, path: resolve(dir, path), ...version(localTag, localDigest) };
  }
  const [, host, repository = '', tag, digest] = REGISTRY.exec(text) ?? [];
  if (host === undefined) throw invalid(text, 'is not the name of a container image');
  if (tag === undefined && digest === undefined) throw invalid(text, 'has neither a tag nor a digest');
  return { kind: 'registry', host, repository, ...version(tag, digest) };
}

function version(tag: string | undefined, digest: string | undefined): { tag?: string; digest?: string } {
  return { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

function invalid(text: string, what: string): Error {
  return usageError(
    'OCI_REFERENCE',
    `"${text}" ${what}.`,
    'Write it with the registry, e.g. docker.io/library/traefik:v2.11 or …@sha256:<digest>, or as oci:<folder> or oci-archive:<file>.',
  );
}

/** The host that docker.io's images may be taken from instead: `LUPINE_BENCH_REGISTRY_MIRROR`. */
function mirrored(host: string): string {
  const mirror = process.env['LUPINE_BENCH_REGISTRY_MIRROR'] ?? '';
  if (host !== 'docker.io' || mirror === '') return host;
  if (new RegExp(`^${HOST}(?:/${NAME})*$`).test(mirror)) return mirror;
  throw usageError(
    'OCI_REFERENCE',
    `LUPINE_BENCH_REGISTRY_MIRROR is "${mirror}".`,
    'Write host, host:port or host:port/prefix.',
  );
}

/** How skopeo is called for an image: its name, and whether the registry may be asked without TLS. */
export interface SkopeoName {
  name: string;
  /** True for a registry on this machine itself, where nobody can listen in. */
  plain: boolean;
}

/**
 * An image's name for skopeo. A digest goes before a tag: skopeo takes only one.
 * @throws BenchError `OCI_REFERENCE` (exit 2) for a mirror that is none.
 */
export function skopeoName(reference: ImageReference, digest = reference.digest): SkopeoName {
  if (reference.kind !== 'registry') {
    const { kind, path, tag } = reference;
    return { name: `${kind}:${path}${tag === undefined ? '' : `:${tag}`}`, plain: false };
  }
  const host = mirrored(reference.host);
  const which = digest === undefined ? `:${reference.tag ?? ''}` : `@${digest}`;
  const plain = /^(?:localhost|127\.[0-9.]+|\[::1\])(?:[:/]|$)/.test(host);
  return { name: `docker://${host}/${reference.repository}${which}`, plain };
}
