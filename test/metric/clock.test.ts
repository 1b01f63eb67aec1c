// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { clockDefinitionOf, hostUnder } from '../../harness/metric/clock.js';

describe('a clock', () => {
  it('has the definition that is stated, the first when none is', () => {
    assert.equal(clockDefinitionOf({ clock: 'deterministic' }), 1);
    assert.equal(clockDefinitionOf({ clock: 'deterministic', clockDefinition: 2 }), 2);
  });
  it('shows a host in its values that is itself counted', () => {
    assert.equal(hostUnder({ clock: 'deterministic', counted: 'kvm-host' }, 'here'), 'here');
    assert.equal(hostUnder({ clock: 'deterministic', counted: 'guest' }, 'here'), 'any');
  });
  it('shows the host in its values only when it is the wall clock', () => {
    assert.equal(hostUnder({ clock: 'deterministic' }, 'here'), 'any');
    assert.equal(hostUnder({ clock: 'wall' }, 'here'), 'here');
  });
});
