// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BootEnding } from '../../harness/boot/types.js';
import { sealedJson, unseal } from '../../harness/core/seal.js';
import { planFault } from '../../harness/plan/check.js';
import type { Plan } from '../../harness/plan/types.js';
import { type RunFileKind, checkRunFile } from '../../harness/run/run-file.js';
import { damaged, textOf } from '../support/arbitraries.js';
import { fuzzRuns } from '../support/fuzz.js';
import { refusedWell } from '../support/no-defect.js';
import { planOf } from '../support/plan-of.js';

const step = { n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 } as const;
const PLAN = sealedJson(planOf(step));
const KINDS = ['plan', 'record', 'trial', 'provenance', 'claims'] as const satisfies RunFileKind[];
const runs = { numRuns: fuzzRuns };

async function read(
  text: string,
  kind: RunFileKind,
): Promise<Awaited<ReturnType<typeof checkRunFile>> | undefined> {
  try {
    return await checkRunFile(text, 'a.json', kind);
  } catch (error) {
    refusedWell(error);
    return undefined;
  }
}

/** Anything that a guest, a client and a host may leave in a record. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '', '\u001b[2J', '\ud800'));
const client = fc.record({ name: text, status: fc.nat(), stdout: text, stderr: text });
const report = fc.record({
  tsc: fc.dictionary(text, fc.bigInt({ min: 0n, max: 10n ** 20n })),
  tscHz: fc.bigInt({ min: 0n, max: 10n ** 20n }),
  tscSource: text,
  clients: fc.array(client, { maxLength: 3 }),
  ready: fc.boolean(),
  checks: fc.nat(),
  notes: fc.array(text, { maxLength: 3 }),
});
const failure = fc.record({
  code: fc.constantFrom('BOOT_PANIC', 'X'),
  ...{ message: text, next: text, console: fc.array(text, { maxLength: 3 }) },
});
const record = fc.record({
  ...{ format: fc.constant(1), step: fc.constant(step), clock: fc.constant('deterministic') },
  ...{ host: fc.constant('local'), plan: fc.constant('a'.repeat(64)) },
  values: fc.dictionary(
    fc.constantFrom('boot.guest', 'boot.ready'),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
  ),
  result: fc.record({
    ending: fc.constantFrom<BootEnding>('ok', 'panic', 'timeout'),
    ...{ failure, report, clock: fc.constant('deterministic'), argv: fc.array(text), hostMs: fc.nat() },
  }),
});

describe('fuzzed files of a run', function () {
  this.timeout(600_000);

  it('are refused, or are what they were, whatever the text is', async () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"format"',
      '1',
      '"digest"',
      '"steps"',
      'null',
      '"__proto__"',
      '1e999',
    ];
    const any = fc.oneof(textOf(pieces), damaged(PLAN), fc.json({ maxDepth: 6 }));
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...KINDS), async (given, kind) => {
        const outcome = await read(given, kind);
        if (outcome !== undefined && 'value' in outcome)
          assert.equal(sealedJson(outcome.value as object), PLAN);
      }),
      runs,
    );
  });
  it('are refused, or fit together, where somebody has sealed them', async () => {
    const any = fc.oneof(damaged(PLAN), fc.json({ maxDepth: 6 }));
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...KINDS), async (given, kind) => {
        const open = unseal(given);
        if (typeof open === 'string') return;
        const outcome = await read(sealedJson(open.content), kind);
        if (kind !== 'plan' || outcome === undefined || !('value' in outcome)) return;
        const plan = outcome.value as Plan;
        if (planFault(plan) !== undefined) return;
        assert.deepEqual(
          plan.steps.map(({ n }) => n),
          plan.steps.map((_, index) => index + 1),
        );
      }),
      runs,
    );
  });
  it('are read as they were written, whatever a guest has printed', async () => {
    await fc.assert(
      fc.asyncProperty(record, async (given) => {
        const written = sealedJson(given);
        const outcome = await checkRunFile(written, 'a.json', 'record');
        assert.ok('value' in outcome, 'why' in outcome ? outcome.why : '');
        assert.equal(sealedJson(outcome.value as object), written);
      }),
      runs,
    );
  });
});
