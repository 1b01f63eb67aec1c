// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { HistoryPoint, PointCell } from '../../harness/history/types.js';

/** A hash that stands for a number, as long as git's. */
export function hashOf(n: number | string): string {
  return createHash('sha1').update(String(n)).digest('hex');
}

/** What differs between points of a test. */
export interface PointParts {
  revision?: Partial<HistoryPoint['revision']>;
  run?: Partial<HistoryPoint['run']>;
  verdict?: HistoryPoint['verdict'];
  cells?: Partial<PointCell>[];
}

/** The n-th commit's point. */
export function pointAt(
  n: number,
  { revision = {}, run = {}, verdict, cells = [{}] }: PointParts = {},
): HistoryPoint {
  return {
    format: 1,
    revision: {
      ...{ commit: hashOf(n), time: 1_700_000_000 + n * 3600, ancestors: n, subject: `Change number ${n}` },
      ...revision,
    },
    run: { id: `20260101-000000-boot-${n}`, plan: digest('plan'), complete: true, ...run },
    clock: 'deterministic',
    clockDefinition: 2,
    ...(verdict === undefined ? {} : { verdict }),
    cells: cells.map((cell) => ({ ...CELL, ...cell })),
  };
}

const CELL: PointCell = {
  ...{ scenario: 'boot', app: 'hello', metric: 'boot.guest', system: 'lupine-hello' },
  ...{ title: 'Boot to the first instruction of PID 1', unit: 'vns', direction: 'lower' },
  ...{ monitor: 'qemu 7.2.22', host: 'any', parameters: digest('parameters') },
  ...{ n: 2, median: 7_000_000 },
};

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
