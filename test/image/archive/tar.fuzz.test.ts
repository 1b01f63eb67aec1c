// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BenchError } from '../../../harness/core/errors.js';
import { readManifest } from '../../../harness/image/rootfs/oci/manifest.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { type Shown, laid } from '../../support/layers.js';
import { type RawEntry, rawTar, record } from '../../support/raw-tar.js';

const part = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '.', '..', '', '.wh.a', '.wh..wh..opq', 'etc', '\n', 'ü'),
  fc.string({ maxLength: 4 }),
);
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const entry: fc.Arbitrary<RawEntry> = fc.record(
  {
    name: path,
    type: fc.constantFrom('0', '0', '0', '1', '2', '5', '5', '3', 'x', 'g', 'L', 'K', 'S', '\0'),
    link: path,
    data: fc.oneof(
      fc.uint8Array({ maxLength: 1500 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.constantFrom('path', 'linkpath', 'size', 'x'), path)
        .map(([key, value]) => Buffer.from(record(key, value))),
    ),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    size: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() }),
  },
  { requiredKeys: ['name', 'type'] },
);
const archive = fc.array(entry, { maxLength: 8 }).map((entries) => rawTar(entries));
const damaged = fc.tuple(archive, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([bytes, at, value]) => {
  bytes.writeUInt8(value, at % bytes.length);
  return bytes;
});

/** What came out, or the code of the error; anything but an error of ours is a fault. */
async function outcome(archives: readonly Buffer[], piece = 1000): Promise<Shown | string> {
  try {
    return await laid(archives, { bytes: 10_000_000, entries: 1000, depth: 20, ms: 10_000 }, piece);
  } catch (error) {
    assert.ok(error instanceof BenchError, String(error instanceof Error ? error.stack : error));
    assert.match(error.code, /^ARCHIVE_/);
    assert.match(error.message, /^[\x20-\x7e]+$/);
    return error.code;
  }
}

describe('archives of anything', function () {
  this.timeout(600_000);

  it('are refused by name, or give paths that lead nowhere else', async () => {
    const check = async (archives: Buffer[]): Promise<void> => {
      const shown = await outcome(archives);
      if (typeof shown === 'string') return;
      for (const at of Object.keys(shown)) {
        assert.ok(
          at.split('/').every((name) => !['', '.', '..'].includes(name)),
          at,
        );
        const above = at.split('/').slice(0, -1).join('/');
        // Each stands in a folder, never in a file or behind a link.
        if (above !== '') assert.match(shown[above] ?? 'nothing', /^[0-7]+$/, at);
      }
    };
    const layers = fc.array(fc.oneof(archive, damaged), { minLength: 1, maxLength: 3 });
    await fc.assert(fc.asyncProperty(layers, check), { numRuns: fuzzRuns });
  });

  it('are the same whatever the pieces are in which they come', async () => {
    const twice = fc.asyncProperty(archive, fc.integer({ min: 1, max: 600 }), async (bytes, piece) => {
      assert.deepEqual(await outcome([bytes], piece), await outcome([bytes], 1_000_000));
    });
    await fc.assert(twice, { numRuns: Math.ceil(fuzzRuns / 4) });
  });

  it('as manifests are refused by name, or have digests where digests belong', () => {
    const manifest = fc.record(
      {
        layers: fc.oneof(fc.json(), fc.array(fc.record({ digest: fc.string(), size: fc.anything() }))),
        config: fc.anything(),
        manifests: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      manifest.map((value) => JSON.stringify(value)),
    );
    const check = (said: string): void => {
      try {
        for (const { digest } of readManifest(Buffer.from(said), 'x').layers)
          assert.match(digest, /^sha256:[0-9a-f]{64}$/);
      } catch (error) {
        assert.ok(error instanceof BenchError && error.code === 'OCI_MANIFEST', String(error));
      }
    };
    fc.assert(fc.property(text, check), { numRuns: fuzzRuns });
  });
});
