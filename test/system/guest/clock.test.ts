// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { TENDER, broughtBy, clockFault, monitorFault } from '../../../harness/system/guest/clock.js';
import { type GuestSystem, isGuest } from '../../../harness/system/types.js';
import { BROUGHT_MONITORS } from '../../../harness/vmm/brought/all.js';
import { builtinSystems } from '../../support/builtin.js';

async function guest(name: string, change: Partial<GuestSystem> = {}): Promise<GuestSystem> {
  const system = (await builtinSystems()).resolve(name);
  assert.ok(isGuest(system));
  return { ...system, ...change };
}

describe('the monitor that a system brings', () => {
  it('is known from its declaration, and is one that there is', async () => {
    const tender = { artifacts: [{ name: TENDER, next: '' }] };
    const systems = [
      await guest('hermitux'),
      await guest('rumprun'),
      await guest('rumprun', tender),
      await guest('osv', tender),
      (await builtinSystems()).resolve('microvm'),
    ];
    const names = systems.map(broughtBy);
    assert.deepEqual(names, ['uhyve', undefined, 'solo5-hvt', undefined, undefined]);
    const known = BROUGHT_MONITORS.map(({ name }) => name);
    for (const name of names) assert.ok(name === undefined || known.includes(name));
  });

  it('needs KVM, or a host that is counted as a whole', () => {
    assert.equal(monitorFault('uhyve', { clock: 'deterministic' })?.code, 'MONITOR_KVM');
    assert.equal(monitorFault('uhyve', { clock: 'wall' }), undefined);
    assert.equal(monitorFault('uhyve', { clock: 'deterministic', counted: 'kvm-host' }), undefined);
    assert.equal(monitorFault(undefined, { clock: 'deterministic' }), undefined);
  });
});

describe('the clocks of a system', () => {
  it('are the only ones', async () => {
    const system = await guest('osv', { clocks: ['wall'] });
    assert.equal(clockFault(system, 'wall'), undefined);
    assert.match(clockFault(system, 'deterministic')?.message ?? '', /only under: wall/);
  });
});
