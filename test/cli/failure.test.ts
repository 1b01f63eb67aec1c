// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { exitCodeOf, failureText } from '../../harness/cli/failure.js';
import { EXIT, usageError } from '../../harness/core/errors.js';

const running = { signal: new AbortController().signal, hint: 'npm run resume' };
const stopped = { signal: AbortSignal.abort(), hint: 'npm run resume -- results/x' };

describe('the end of the program', () => {
  it('says code, message and what to do', () => {
    const error = usageError('A_CODE', 'this happened.', 'Do that.');
    assert.equal(failureText(error, running), 'error A_CODE: this happened.\n  next: Do that.\n');
    assert.equal(exitCodeOf(error, running), EXIT.usage);
  });
  it('calls a defect a defect', () => {
    assert.match(
      failureText(new TypeError('x is not a function'), running),
      /^error INTERNAL: this is a defect/,
    );
    assert.equal(exitCodeOf(new TypeError(''), running), EXIT.couldNotMeasure);
  });
  it('tells a full disk from a wrong path', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    assert.match(failureText(full, running), /^error DISK_FULL: ENOSPC.*\n {2}next: Free space/);
    assert.equal(exitCodeOf(full, running), EXIT.couldNotMeasure);
    const wrong = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    assert.match(failureText(wrong, running), /^error FILE_ERROR/);
    assert.equal(exitCodeOf(wrong, running), EXIT.usage);
  });
  it('names links in a circle as a wrong path, not as a defect', () => {
    const circle = Object.assign(new Error('ELOOP: too many symbolic links'), { code: 'ELOOP' });
    assert.match(failureText(circle, running), /^error FILE_ERROR: ELOOP/);
    assert.equal(exitCodeOf(circle, running), EXIT.usage);
  });
  it('quotes nothing that a terminal would obey', () => {
    const quoted = usageError('A_CODE', 'it says:\n\t\u001b]0;title\u0007a\u009b2Jb\u202e', 'Do that.');
    assert.equal(
      failureText(quoted, running),
      'error A_CODE: it says:\n  | \\x1b]0;title\\x07a\\x9b2Jb\\u{202e}\n  next: Do that.\n',
    );
  });
  it('says how to go on after an interruption, whatever broke on the way', () => {
    assert.match(
      failureText(new Error('EPIPE'), stopped),
      /^interrupted; .* Continue with: npm run resume -- results\/x\n$/,
    );
    assert.equal(exitCodeOf(new Error('EPIPE'), stopped), EXIT.interrupted);
  });
});
