// SPDX-License-Identifier: Apache-2.0
import { prettyJson } from '../core/json.js';
import type { Artifact } from '../core/artifact.js';
import type { OwnFile, UsedContainer, UsedPackage } from '../image/rootfs/types.js';

/** What a root image, or a kernel from packages, was made from. */
export interface BillOptions {
  /** Name of it, e.g. `root image redis boot`. */
  title: string;
  /** Files of the image itself. */
  artifacts: readonly Artifact[];
  packages: readonly UsedPackage[];
  container?: UsedContainer | undefined;
  own: readonly OwnFile[];
  /** Distribution whose packages they are. */
  vendor: 'debian' | 'ubuntu';
}

interface Hash {
  alg: 'SHA-256';
  content: string;
}

interface Component {
  type: 'library' | 'container' | 'file' | 'operating-system';
  'bom-ref': string;
  name: string;
  version?: string | undefined;
  purl?: string | undefined;
  hashes?: Hash[] | undefined;
  properties?: { name: string; value: string }[] | undefined;
  components?: Component[] | undefined;
}

/** Path of a bill in the run's folder. */
export function billPath(name: string): string {
  const plain = name.replaceAll(/[^a-z0-9.+-]+/g, '-').replace(/^[^a-z0-9]+/, '');
  return `sbom/${plain}.cdx.json`;
}

/**
 * What is in such an image, as a CycloneDX 1.5 document: packages and container images with their digests, and the files that
 * are from neither. Equal images give equal bytes: no time, no serial number.
 */
export function billOfMaterials({ title, artifacts, packages, container, own, vendor }: BillOptions): string {
  const image: Component = {
    type: 'operating-system',
    'bom-ref': 'image',
    name: title,
    hashes: artifacts.map(({ sha256 }) => hash(sha256)),
    properties: artifacts.map(({ role, sha256 }) => ({ name: `lupine-bench:${role}`, value: sha256 })),
  };
  return prettyJson({
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: image },
    components: [
      ...packages.map((used) => packageComponent(used, vendor)),
      ...(container === undefined ? [] : [containerComponent(container)]),
      ...own.map(({ path, sha256 }) => fileComponent(path, sha256)),
    ],
  });
}

function packageComponent({ name, version, sha256, source }: UsedPackage, vendor: string): Component {
  const plain = name.replace(/ \(source\)$/, '');
  const architecture = source === undefined ? 'amd64' : 'source';
  const purl = `pkg:deb/${vendor}/${encodeURIComponent(plain)}@${encodeURIComponent(version)}?arch=${architecture}`;
  const patches = Object.entries(source?.patches ?? {});
  return {
    ...{ type: 'library', 'bom-ref': purl, name: plain, version, purl },
    hashes: [hash(sha256)],
    properties:
      patches.length === 0
        ? undefined
        : patches.map(([patch, digest]) => ({ name: `lupine-bench:patch:${patch}`, value: digest })),
  };
}

function containerComponent({ reference, manifest, layers = [] }: UsedContainer): Component {
  return {
    ...{ type: 'container', 'bom-ref': manifest, name: reference, version: manifest },
    hashes: [hash(hex(manifest))],
    components: layers.map((digest, index) => ({
      ...{ type: 'file', 'bom-ref': `layer ${index + 1} ${digest}`, name: `layer ${index + 1}` },
      hashes: [hash(hex(digest))],
    })),
  };
}

function fileComponent(path: string, sha256: string): Component {
  return { type: 'file', 'bom-ref': `file ${path}`, name: path, hashes: [hash(sha256)] };
}

function hash(content: string): Hash {
  return { alg: 'SHA-256', content };
}

function hex(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
