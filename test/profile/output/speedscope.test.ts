// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { speedscopeFile } from '../../../harness/profile/output/speedscope.js';
import { fuzzRuns } from '../../support/fuzz.js';
import { profiles } from '../arbitrary.js';
import { redisBoot } from '../fixture.js';

const index = { type: 'integer', minimum: 0 };

/** What speedscope's published schema says of a file with sampled profiles. */
const SCHEMA = {
  type: 'object',
  required: ['$schema', 'shared', 'profiles'],
  properties: {
    $schema: { const: 'https://www.speedscope.app/file-format-schema.json' },
    name: { type: 'string' },
    exporter: { type: 'string' },
    activeProfileIndex: index,
    shared: {
      type: 'object',
      required: ['frames'],
      properties: {
        frames: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, file: { type: 'string' } },
            additionalProperties: false,
          },
        },
      },
    },
    profiles: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'name', 'unit', 'startValue', 'endValue', 'samples', 'weights'],
        properties: {
          type: { const: 'sampled' },
          name: { type: 'string' },
          unit: { enum: ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'] },
          startValue: { type: 'number' },
          endValue: { type: 'number' },
          samples: { type: 'array', items: { type: 'array', items: index } },
          weights: { type: 'array', items: { type: 'number' } },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

describe('a file for speedscope', () => {
  it('has a profile for each phase and opens the largest', () => {
    const file = speedscopeFile(redisBoot());
    assert.equal(file.name, 'boot redis on lupine-redis');
    assert.deepEqual(
      file.profiles.map(({ name, endValue }) => [name, endValue]),
      [
        ['kernel', 1000],
        ['load', 630],
      ],
    );
    assert.equal(file.activeProfileIndex, 0);
    const [kernel] = file.profiles;
    const stacks = kernel?.samples.map((one) => one.map((at) => file.shared.frames[at]?.name).join(' '));
    assert.deepEqual(stacks, [
      'kernel swapper start_kernel',
      'kernel swapper start_kernel clear_bss',
      'kernel swapper start_kernel memblock_add',
    ]);
    assert.deepEqual(kernel?.weights, [100, 700, 200]);
    assert.equal(
      file.shared.frames.find(({ name }) => name === 'clear_bss')?.file,
      'arch/x86/kernel/head64.c',
    );
  });
  it('fits what its format asks for, whatever the profile', () => {
    const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
    fc.assert(
      fc.property(profiles, (profile) => {
        const file = speedscopeFile(profile);
        assert.ok(validate(JSON.parse(JSON.stringify(file))), JSON.stringify(validate.errors));
        assert.ok(file.activeProfileIndex < file.profiles.length);
        for (const { samples, weights, startValue, endValue } of file.profiles) {
          assert.equal(samples.length, weights.length);
          assert.ok(samples.flat().every((frame) => frame < file.shared.frames.length));
          assert.equal(
            weights.reduce((sum, weight) => sum + weight, startValue),
            endValue,
          );
        }
      }),
      { numRuns: fuzzRuns },
    );
  });
});
