// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { type WantedCell, findCell } from '../../harness/comparison/index.js';
import { cell, runOf } from './fixture.js';

const plain = cell('s', [1]);
const revised = cell('s', [2], { revision: 'v2' });
const wanted: WantedCell = { scenario: 's', app: 'a', metric: 'm', system: 's' };

/** Values of the cell that was found, or the code and message of why none was. */
function found(cells: (typeof plain)[], what: WantedCell): unknown {
  const result = findCell(runOf(cells), what);
  return 'side' in result ? result.side.cell.values : `${result.obstacle.code}: ${result.obstacle.message}`;
}

describe('a cell of a run', () => {
  it('is found by what it measures, and by its revision where that is asked for', () => {
    assert.deepEqual(found([plain], wanted), [1]);
    assert.deepEqual(found([plain, revised], { ...wanted, revision: 'v2' }), [2]);
    assert.deepEqual(found([plain, revised], { ...wanted, revision: '' }), [1]);
  });
  it('is not guessed when several fit', () =>
    assert.equal(
      found([plain, revised], wanted),
      'CELL_AMBIGUOUS: The run has 2 cells of m of a on s, which differ in revision (none, v2).',
    ));
  it('that nobody asked for is told from one that failed', () => {
    const result = findCell(runOf([plain]), { ...wanted, system: 'other' });
    assert.deepEqual(result, {
      obstacle: {
        kind: 'not asked for',
        code: 'NOT_IN_RUN',
        message: 'The run has no s of a on other.',
      },
    });
  });
});
