// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type BillOptions, billOfMaterials, billPath } from '../../harness/run/sbom.js';

const sha = (digit: string): string => digit.repeat(64);
const OPTIONS: BillOptions = {
  title: 'root image redis load of redis-host',
  artifacts: [{ role: 'initrd', sha256: sha('1'), bytes: 1, path: '/x' }],
  packages: [
    { name: 'libstdc++6', version: '5:7.0.15-1~deb12u1', sha256: sha('2') },
    {
      ...{ name: 'redis (source)', version: '7.0', sha256: sha('3') },
      source: { files: {}, known: true, patches: { '0001-near.patch': sha('4') } },
    },
  ],
  container: {
    ...{ reference: 'docker.io/library/x:1', manifest: `sha256:${sha('5')}` },
    layers: [`sha256:${sha('6')}`],
  },
  own: [{ path: '/init', sha256: sha('7') }],
  vendor: 'debian',
};

interface Bill {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string } };
  components: {
    type: string;
    name: string;
    purl?: string;
    hashes: { alg: string; content: string }[];
    components?: unknown[];
  }[];
}

describe('the bill of materials of a root image', () => {
  const bill = JSON.parse(billOfMaterials(OPTIONS)) as Bill;

  it('has every package, container image and file of ours, by digest', () => {
    assert.deepEqual([bill.bomFormat, bill.specVersion], ['CycloneDX', '1.5']);
    assert.equal(bill.metadata.component.name, 'root image redis load of redis-host');
    assert.deepEqual(
      bill.components.map(({ type, name, purl, hashes }) => [type, name, purl, hashes[0]?.content[0]]),
      [
        ['library', 'libstdc++6', 'pkg:deb/debian/libstdc%2B%2B6@5%3A7.0.15-1~deb12u1?arch=amd64', '2'],
        ['library', 'redis', 'pkg:deb/debian/redis@7.0?arch=source', '3'],
        ['container', 'docker.io/library/x:1', undefined, '5'],
        ['file', '/init', undefined, '7'],
      ],
    );
    assert.equal(bill.components[2]?.components?.length, 1);
  });

  it('is the same each time, and has no time in it', () => {
    assert.equal(billOfMaterials(OPTIONS), billOfMaterials({ ...OPTIONS }));
    assert.doesNotMatch(billOfMaterials(OPTIONS), /timestamp|serialNumber/);
  });

  it('has a plain path in the folder of the run', () => {
    assert.equal(billPath('redis load of redis-host'), 'sbom/redis-load-of-redis-host.cdx.json');
    assert.equal(billPath('../../x y'), 'sbom/x-y.cdx.json');
  });
});
