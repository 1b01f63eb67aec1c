// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sourcePackageLists } from '../../../harness/image/native/source-lists.js';

const derive = (name: string, text: string): string =>
  sourcePackageLists([{ name, text }])
    .map((list) => list.text)
    .join('');

describe('lists of source packages', () => {
  it('take the servers of one-line lists, with their options', () => {
    const text =
      'deb [signed-by=/a.gpg] http://host/debian stable main # comment\n\n# deb http://off/ x main\n';
    assert.equal(
      derive('a.list', text),
      'deb-src [signed-by=/a.gpg] http://host/debian stable main # comment\n',
    );
  });
  it('name a server once that is there for both kinds', () => {
    const text = 'deb http://host/debian stable main\ndeb-src http://host/debian stable main\n';
    assert.equal(derive('sources.list', text), 'deb-src http://host/debian stable main\n');
  });
  it('take the paragraphs of deb822 lists, with all their fields', () => {
    const text =
      'Types: deb deb-src\n# why\nURIs: http://host/debian\nSuites: a b\nSigned-By:\n -----BEGIN\n .\n -----END\n';
    assert.equal(
      derive('a.sources', text),
      'Types: deb-src\nURIs: http://host/debian\nSuites: a b\nSigned-By:\n -----BEGIN\n .\n -----END\n',
    );
  });
  it('keep what is switched off switched off', () =>
    assert.match(
      derive('a.sources', 'Enabled: no\nTypes: deb\nURIs: u\n'),
      /^Enabled: no\nTypes: deb-src\nURIs: u\n$/,
    ));
  it('keep paragraphs apart and drop those without packages', () =>
    assert.equal(
      derive('a.sources', 'Types: deb\nURIs: a\n\n\nTypes: other\nURIs: b\n\nTypes: deb\nURIs: c\n'),
      'Types: deb-src\nURIs: a\n\nTypes: deb-src\nURIs: c\n',
    ));
  it('leave out a list without any', () =>
    assert.deepEqual(sourcePackageLists([{ name: 'a.list', text: '# nothing\n' }]), []));
});
