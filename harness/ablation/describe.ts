// SPDX-License-Identifier: Apache-2.0
import type { Ablation, PlannedKernel } from '../plan/ablation.js';

/** What an ablation is, in words: each kernel with how much of its category it took and what came along. */
export function ablationText({ from, to, categories, kernels }: Omit<Ablation, 'measures'>): string {
  const options = categories.reduce((sum, one) => sum + one.options.length, 0);
  const width = Math.max(...kernels.map(({ system }) => system.length));
  const line = ({ system, category, leftOut, followed }: PlannedKernel): string => {
    const own = categories.find(({ name }) => name === category)?.options.length ?? 0;
    const parts = [
      `${own - leftOut.length} of ${own} options`,
      ...(followed.length === 0 ? [] : [`${followed.length} others change with it`]),
    ];
    return `  ${system.padEnd(width)}  ${parts.join(', ')}`;
  };
  const without = kernels.some(({ series }) => series === 'remove')
    ? []
    : [
        `not asked for: --series remove, whose kernels are as large as ${to}: 13 to 20 minutes and more for each`,
      ];
  return [
    `ablation: ${from} and ${to} differ in ${options} options of ${categories.length} categories`,
    ...kernels.map(line),
    ...without,
    '',
  ].join('\n');
}
