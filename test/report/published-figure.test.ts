// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { PublishedValue } from '../../harness/claim/published-cells.js';
import { publishedShort, publishedWords } from '../../harness/report/model/published.js';

const figure: PublishedValue = {
  ...{ source: 'LOG', name: 'osv', value: 0.87, unit: 'ratio', ratio: 0.87 },
  ...{ baseline: 'microvm', how: 'ab -c 100' },
};
const unlike = { ...figure, unlike: '97 % of the answers failed' };

describe('a published figure beside what could not be measured', () => {
  it('has in few words what it is, and how it was taken where there is room', () => {
    assert.equal(publishedShort(figure), 'published (LOG, osv): 0.87× of microvm');
    assert.equal(publishedWords(figure), 'published (LOG, osv): 0.87× of microvm; ab -c 100');
  });
  it('never comes without a word where it was not measured like its own baseline', () => {
    assert.equal(publishedShort(unlike), 'published (LOG, osv): 0.87× of microvm, measured otherwise');
    assert.match(publishedWords(unlike), /0\.87× of microvm; ab -c 100; unlike: 97 % of the answers failed$/);
  });
});
