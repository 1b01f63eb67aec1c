// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Profile as Pprof } from 'pprof-format';
import { pprofFile } from '../../../harness/profile/output/pprof.js';
import type { Profile } from '../../../harness/profile/types.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { profiles } from '../arbitrary.js';
import { redisBoot } from '../fixture.js';

function decoded(profile: Profile): { file: Pprof; text: (index: number | bigint) => string } {
  const file = Pprof.decode(gunzipSync(pprofFile(profile)));
  return { file, text: (index) => file.stringTable.strings[Number(index)] ?? 'no such string' };
}

describe('a file for pprof', () => {
  it('has each stack from its innermost frame on, with the phase as a label', () => {
    const { file, text } = decoded(redisBoot());
    const samples = file.sample.map(({ locationId, value, label: [label] }) => {
      const names = locationId.map((id) => text(file.function[Number(id) - 1]?.name ?? -1));
      return `${text(label?.str ?? -1)}: ${names.join(' ')} ${value.join()}`;
    });
    assert.equal(samples[1], 'kernel: clear_bss start_kernel swapper 700');
    assert.ok(samples.includes('load: security_file_open vfs_read read main redis-server 20'));
    assert.equal(text(file.sampleType[0]?.type ?? -1), 'instructions');
    assert.equal(text(file.sampleType[0]?.unit ?? -1), 'count');
  });
  it('says where a function is: object, address, source', () => {
    const { file, text } = decoded(redisBoot());
    const name = file.function.find((one) => text(one.name) === 'clear_bss');
    const place = file.location.find((one) => one.line[0]?.functionId === name?.id);
    assert.equal(text(name?.filename ?? -1), 'arch/x86/kernel/head64.c');
    assert.equal(BigInt(place?.address ?? 0), 0xffffffff81000900n);
    const mapping = file.mapping.find(({ id }) => id === place?.mappingId);
    assert.equal(text(mapping?.filename ?? -1), 'vmlinux');
  });
  it('has no time and nothing of the machine in it', () => {
    const bytes = pprofFile(redisBoot());
    assert.deepEqual([...bytes.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    assert.equal(Number(decoded(redisBoot()).file.timeNanos), 0);
    assert.deepEqual(pprofFile(redisBoot()), bytes);
  });
  it('refers to nothing that it lacks, and adds up, whatever the profile', () =>
    fc.assert(
      fc.property(profiles, (profile) => {
        const { file, text } = decoded(profile);
        assert.equal(text(0), '');
        const ids = new Set(file.location.map(({ id }) => Number(id)));
        assert.ok(file.sample.every(({ locationId }) => locationId.every((id) => ids.has(Number(id)))));
        assert.ok(file.sample.every(({ locationId }) => locationId.length > 0));
        const sum = file.sample.reduce((all, { value: [value = 0] }) => all + Number(value), 0);
        const all = profile.phases.reduce((total, { instructions }) => total + instructions, 0);
        assert.equal(sum, all);
      }),
      { numRuns: fuzzRuns },
    ));
});
