// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { componentLists } from '../../../harness/image/rootfs/component-lists.js';

const derive = (name: string, text: string): string =>
  componentLists([{ name, text }], ['non-free', 'multiverse'])
    .map((list) => list.text)
    .join('');

describe('lists with further components', () => {
  it('add them to one-line lists, with their options', () => {
    assert.equal(
      derive('a.list', 'deb [signed-by=/a.gpg arch=amd64] http://host/debian stable main contrib # why\n'),
      'deb [signed-by=/a.gpg arch=amd64] http://host/debian stable main contrib non-free multiverse\n',
    );
    assert.equal(derive('a.list', 'deb http://h/d s main\n'), 'deb http://h/d s main non-free multiverse\n');
  });
  it('leave out source packages and what is switched off', () =>
    assert.equal(derive('a.list', 'deb-src http://h/d s main\n# deb http://off/ s main\n'), ''));
  it('leave archives of single programs as they are', () => {
    assert.equal(derive('a.list', 'deb http://h/d s stable\n'), 'deb http://h/d s stable\n');
    assert.equal(derive('a.list', 'deb http://h/d ./\n'), 'deb http://h/d ./\n');
    assert.equal(
      derive('a.sources', 'Types: deb\nURIs: u\nSuites: s\nComponents: stable\n'),
      'Types: deb\nURIs: u\nSuites: s\nComponents: stable\n',
    );
  });
  it('name a component once', () =>
    assert.equal(
      derive('a.list', 'deb http://h/d s main non-free\n'),
      'deb http://h/d s main non-free multiverse\n',
    ));
  it('add them to deb822 lists, with all their other fields', () =>
    assert.equal(
      derive(
        'a.sources',
        'Types: deb deb-src\n# why\nURIs: http://h/d\nSuites: a b\nComponents: main\n contrib\nSigned-By: /k.gpg\n',
      ),
      'Types: deb\nURIs: http://h/d\nSuites: a b\nComponents: main contrib non-free multiverse\nSigned-By: /k.gpg\n',
    ));
  it('keep paragraphs apart and drop those of source packages', () =>
    assert.equal(
      derive(
        'a.sources',
        'Types: deb\nURIs: a\nComponents: main\n\n\nTypes: deb-src\nURIs: b\n\nEnabled: no\nTypes: deb\nURIs: c\n',
      ),
      'Types: deb\nURIs: a\nComponents: main non-free multiverse\n\nEnabled: no\nTypes: deb\nURIs: c\n',
    ));
  it('leave out a list without any', () =>
    assert.deepEqual(componentLists([{ name: 'a.list', text: '# nothing\n' }], ['non-free']), []));
});
