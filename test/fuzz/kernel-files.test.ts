// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { enabledOptions, parseConfig } from '../../harness/image/kernel/config.js';
import { parseFragment, renderFragment } from '../../harness/image/kernel/fragments.js';
import { readOwnConfig } from '../../harness/image/kernel/own-config.js';
import { packKernel } from '../../harness/image/kernel/pack.js';
import { parseDsc } from '../../harness/image/native/dsc.js';
import { parseRecords } from '../../harness/image/rootfs/apt-records.js';
import { readDynamics } from '../../harness/image/elf/dynamics.js';
import { guestManifest, requireGuestPlatform } from '../../harness/image/rootfs/oci/manifest.js';
import { damaged, damagedBytes, textOf } from '../support/arbitraries.js';
import { fuzzRuns } from '../support/fuzz.js';
import { readOrRefuse, refusedWell } from '../support/no-defect.js';
import { inTemp } from '../support/temp.js';
import { tinyGuest } from '../support/tiny-guest.js';

const runs = { numRuns: fuzzRuns };

describe('fuzzed files that images are made from', function () {
  this.timeout(600_000);

  it('Kconfig fragments are refused with file and line, or give options that a makefile can hold', () => {
    const pieces = [
      ...[
        'CONFIG_',
        'A',
        'NET',
        '=',
        'y',
        'n',
        'm',
        '"',
        '\\',
        '\n',
        '# ',
        ' is not set',
        '0x1f',
        '-5',
        '$(shell id)',
      ],
      ...['CONFIG_A=y\n', '# CONFIG_A is not set\n', '`', '\r', '\0', ' ', '\u2028', 'CONFIG_S="a b"\n'],
    ];
    fc.assert(
      fc.property(textOf(pieces), (text) => {
        const read = readOrRefuse(() => parseFragment(text, 'a.config'));
        if (read === undefined) return;
        for (const { name, value } of read) assert.doesNotMatch(`${name}${value}`, /[$`\n\0]/);
        const again = parseFragment(renderFragment(read), 'a.config');
        const plain = (all: typeof read) => all.map(({ name, value }) => [name, value]);
        assert.deepEqual(plain(again), plain(read));
        parseConfig(text);
        enabledOptions(text);
      }),
      runs,
    );
  });
  it('whole configurations are refused with file and line, or hold nothing that make or a shell would run', () => {
    const pieces = [
      ...[
        'CONFIG_A=y\n',
        'CONFIG_',
        'A',
        '=',
        'y',
        'm',
        '"',
        '\\',
        '\n',
        '# ',
        ' is not set',
        '0x1f',
        '-5',
        '\r',
        '\0',
      ],
      ...[
        '$(shell id)',
        '${shell id}',
        '`id`',
        '"x"\n',
        'a:\n\tid\n',
        'include x\n',
        'CONFIG_S="a b"\n',
        '\u2028',
      ],
    ];
    return inTemp(async (dir) => {
      const path = join(dir, 'whole.config');
      await fc.assert(
        fc.asyncProperty(textOf(pieces, 12), async (text) => {
          await writeFile(path, `CONFIG_B=y\n${text}`);
          const read = await readOwnConfig(path).catch((error: unknown) => {
            refusedWell(error);
            assert.match(error instanceof Error ? error.message : '', /whole\.config:\d+: /);
          });
          for (const line of read?.split('\n') ?? [])
            assert.match(line.trimEnd(), /^(?:#.*|CONFIG_[^$`\0]*)?$/);
        }),
        runs,
      );
    });
  });
  it('kernels as ELF files are refused, or packed', () => {
    fc.assert(
      fc.property(damagedBytes(Buffer.from(tinyGuest())), (bytes) => {
        const packed = readOrRefuse(() => packKernel(bytes));
        if (packed !== undefined) assert.ok(packed.length <= 4 * 2 ** 20);
      }),
      runs,
    );
  });
  it('programs as ELF files say what they need, or nothing', async () => {
    const program = await readFile('/bin/true');
    fc.assert(
      fc.property(fc.oneof(damagedBytes(program), damagedBytes(program.subarray(0, 1200))), (bytes) => {
        const found = readDynamics(bytes);
        for (const name of found?.needed ?? []) assert.equal(typeof name, 'string');
      }),
      runs,
    );
  });
  it('manifests of container images are refused, or name one digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const platform = { architecture: 'amd64', os: 'linux' };
    const index = JSON.stringify({ manifests: [{ digest, size: 5, platform }] });
    const manifest = JSON.stringify({ config: { digest, size: 5 }, layers: [{ digest, size: 7 }] });
    const value = fc.jsonValue({ maxDepth: 4 }).map((given) => JSON.stringify(given));
    fc.assert(
      fc.property(fc.oneof(damaged(index), damaged(manifest), value), (text) => {
        const bytes = Buffer.from(text);
        const found = readOrRefuse(() => guestManifest(bytes, 'an image'));
        if (found !== undefined) assert.match(found, /^sha256:[0-9a-f]{64}$/);
        readOrRefuse(() => {
          requireGuestPlatform(bytes, 'an image');
        });
      }),
      runs,
    );
  });
  it('records of packages have digests and names, or are left out', () => {
    const record = `Package: redis\nVersion: 5:7.0-1\nSHA256: ${'a'.repeat(64)}\nDepends: libc6 (>= 2), a | b\n\n`;
    const dsc = `Source: redis\nVersion: 5:7.0-1\nChecksums-Sha256:\n ${'a'.repeat(64)} 5 redis.tar.xz\n`;
    const pieces = [
      'Package: ',
      'Version: ',
      'SHA256: ',
      'Depends: ',
      'a',
      '0'.repeat(64),
      '\n',
      ' ',
      '(',
      '|',
      ',',
      ':',
    ];
    fc.assert(
      fc.property(fc.oneof(damaged(record + record), damaged(dsc), textOf(pieces)), (text) => {
        for (const { name, version, sha256 } of parseRecords(text)) {
          assert.ok(name !== '' && version !== '');
          assert.match(sha256, /^[0-9a-f]{64}$/);
        }
        const source = parseDsc(text);
        for (const file of Object.keys(source?.sha256 ?? {})) assert.doesNotMatch(file, /\/|^\./);
      }),
      runs,
    );
  });
});
