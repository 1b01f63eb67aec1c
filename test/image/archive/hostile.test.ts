// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { failsWith } from '../../support/errors.js';
import { laid } from '../../support/layers.js';
import { type RawEntry, rawEntry, rawTar, record } from '../../support/raw-tar.js';

const { couldNotMeasure } = EXIT;
const file = (name: string, text = 'x'): RawEntry => ({ name, data: Buffer.from(text) });
const link = (name: string, target: string): RawEntry => ({ name, type: '2', link: target });
const alias = (name: string, of: string): RawEntry => ({ name, type: '1', link: of });
const folder = (name: string): RawEntry => ({ name, type: '5', mode: 0o755 });

/** Archives with one thing that is refused, and the code. */
const REFUSED: readonly [string, Buffer, string][] = [
  ['a name that leads upwards', rawTar([file('../../etc/passwd')]), 'ARCHIVE_NAME'],
  ['a name that leads upwards on the way', rawTar([file('a/../../x')]), 'ARCHIVE_NAME'],
  ['a name with a newline', rawTar([file('a\nb')]), 'ARCHIVE_NAME'],
  ['a name that is not UTF-8', rawTar([{ name: Buffer.from([0xff, 0xfe]) }]), 'ARCHIVE_NAME'],
  ['a name of 300 bytes', rawTar([extended({ path: 'n'.repeat(300) }), file('x')]), 'ARCHIVE_NAME'],
  ['a path of 5000 bytes', rawTar([extended({ path: 'name/'.repeat(1000) }), file('x')]), 'ARCHIVE_NAME'],
  ['a folder in 2000 others', rawTar([extended({ path: 'd/'.repeat(2000) }), folder('x')]), 'ARCHIVE_NAME'],
  [
    'links that lead deeper each time',
    rawTar([link('a', 'd/'.repeat(60) + 'e'), link('a/b', 'd/'.repeat(60) + 'e'), file('a/b/c/x')]),
    'ARCHIVE_NAME',
  ],
  ['another name of a file outside', rawTar([alias('x', '/etc/passwd')]), 'ARCHIVE_ENTRY'],
  ['another name that leads upwards', rawTar([alias('x', '../../etc/passwd')]), 'ARCHIVE_NAME'],
  ['another name of a folder', rawTar([folder('d'), alias('x', 'd')]), 'ARCHIVE_ENTRY'],
  ['links in a circle', rawTar([link('a', 'b'), link('b', 'a'), file('a/x')]), 'ARCHIVE_ENTRY'],
  ['a file in a file', rawTar([file('a'), file('a/b')]), 'ARCHIVE_ENTRY'],
  ['a link to nothing', rawTar([link('a', '')]), 'ARCHIVE_ENTRY'],
  ['a link with a newline', rawTar([link('a', 'b\nc')]), 'ARCHIVE_ENTRY'],
  ['a file as the top folder', rawTar([file('.')]), 'ARCHIVE_ENTRY'],
  ['a sparse file of GNU tar', rawTar([{ name: 'x', type: 'S', size: 0 }]), 'ARCHIVE_ENTRY'],
  ['a sparse file of POSIX tar', rawTar([extended({ 'GNU.sparse.major': '1' }), file('x')]), 'ARCHIVE_ENTRY'],
  ['a kind that nobody knows', rawTar([{ name: 'x', type: 'Z' }]), 'ARCHIVE_ENTRY'],
  ['a file of 8 EiB', rawTar([{ name: 'x', size: 2 ** 62 }]), 'ARCHIVE_INVALID'],
  ['a file of 4 PiB', rawTar([{ name: 'x', size: 2 ** 52 }]), 'ARCHIVE_TOO_LARGE'],
  [
    'an extended size of 4 PiB',
    rawTar([extended({ size: String(2 ** 52) }), file('x')]),
    'ARCHIVE_TOO_LARGE',
  ],
  ['an extended size that is no number', rawTar([extended({ size: '-1' }), file('x')]), 'ARCHIVE_INVALID'],
  ['an extended header of 1 GiB', rawTar([{ name: 'x', type: 'x', size: 2 ** 30 }]), 'ARCHIVE_INVALID'],
  ['a long name of 1 GiB', rawTar([{ name: 'x', type: 'L', size: 2 ** 30 }]), 'ARCHIVE_INVALID'],
  [
    'an extended header without an end',
    rawTar([{ name: 'x', type: 'x', data: Buffer.from('99 path=a') }, file('x')]),
    'ARCHIVE_INVALID',
  ],
  ['a wrong checksum', rawTar([{ name: 'x', checksum: 1 }]), 'ARCHIVE_INVALID'],
  ['an end in a file', rawEntry(file('x', 'y'.repeat(2000))).subarray(0, 1024), 'ARCHIVE_INVALID'],
  ['an end in a header', rawEntry(file('x')).subarray(0, 300), 'ARCHIVE_INVALID'],
  ['bytes of anything', Buffer.from('PK\x03\x04'.repeat(400)), 'ARCHIVE_INVALID'],
];

function extended(fields: Record<string, string>): RawEntry {
  const text = Object.entries(fields).map(([key, value]) => record(key, value));
  return { name: 'pax', type: 'x', data: Buffer.from(text.join('')) };
}

describe('an archive of strangers', () => {
  for (const [what, bytes, code] of REFUSED) {
    it(`is refused with ${what}`, () => failsWith(laid([bytes]), code, couldNotMeasure, /^[\x20-\x7e]+$/));
  }

  it('cannot lead out of the image by links among its folders, nor by names from the root', async () => {
    const first = rawTar([link('a', '/etc'), link('up', '../../../../..'), folder('etc')]);
    const second = rawTar([file('a/passwd', 'mine'), file('up/top', 'mine'), file('/abs/olute', 'mine')]);
    assert.deepEqual(await laid([first, second]), {
      a: '-> /etc',
      abs: '755',
      'abs/olute': '644 mine',
      etc: '755',
      'etc/passwd': '644 mine',
      top: '644 mine',
      up: '-> ../../../../..',
    });
  });

  it('has no devices and pipes, and takes what they would have replaced away', async () => {
    const devices = ['3', '4', '6'].map((type): RawEntry => ({ name: `dev${type}`, type }));
    assert.deepEqual(await laid([rawTar([file('dev3'), ...devices, file('kept')])]), { kept: '644 x' });
  });

  it('keeps a set-uid bit for the guest, as it is data here', async () => {
    assert.deepEqual(await laid([rawTar([{ ...file('su'), mode: 0o4755 }])]), { su: '4755 x' });
  });

  it('has the last of several entries with one name', async () => {
    const twice = [
      file('a', '1'),
      folder('a'),
      file('a/b', '2'),
      link('a', 'c'),
      folder('a'),
      file('a/d', '3'),
    ];
    assert.deepEqual(await laid([rawTar(twice)]), { a: '755', 'a/d': '644 3' });
  });

  it('hides only what earlier layers have, and nothing above the folder that says so', async () => {
    const first = rawTar([file('etc/gone'), file('etc/kept'), file('old/a'), file('srv/x')]);
    const signs = ['etc/.wh.gone', 'etc/.wh...', 'etc/.wh..', '.wh..wh.srv', 'old/.wh..wh..opq'];
    const second = rawTar([file('old/b'), ...signs.map((name) => file(name))]);
    assert.deepEqual(await laid([first, second]), {
      etc: '755',
      'etc/kept': '644 x',
      old: '755',
      'old/b': '644 x',
      srv: '755',
      'srv/x': '644 x',
    });
    await failsWith(laid([first, rawTar([file('etc/.wh./../kept')])]), 'ARCHIVE_NAME', couldNotMeasure);
  });

  it('hides behind links what a guest would find there', async () => {
    const first = rawTar([folder('real'), file('real/x'), link('way', 'real'), file('y')]);
    assert.deepEqual(await laid([first, rawTar([file('way/.wh.x'), file('.wh.y')])]), {
      real: '755',
      way: '-> real',
    });
  });

  it('gives another name of a file the same contents, also when the file is replaced', async () => {
    const first = rawTar([file('a', 'one'), alias('b', 'a'), alias('c', './b')]);
    assert.deepEqual(await laid([first, rawTar([file('a', 'two')])]), {
      a: '644 two',
      b: '644 one',
      c: '644 one',
    });
  });

  it('takes long names in both ways in which tools write them', async () => {
    const long = `${'d'.repeat(120)}/${'n'.repeat(120)}`;
    const gnu = [{ name: '././@LongLink', type: 'L', data: Buffer.from(`${long}\0`) }, file('short')];
    const split = { ...file('n'.repeat(90)), prefix: 'p'.repeat(90) };
    const shown = await laid([rawTar([...gnu, split, extended({ path: `${long}2` }), file('x')])]);
    assert.deepEqual(
      Object.keys(shown).filter((path) => shown[path] !== '755'),
      [long, `${long}2`, `${'p'.repeat(90)}/${'n'.repeat(90)}`],
    );
  });
});
