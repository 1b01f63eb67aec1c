// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedApp } from '../../../harness/app/load.js';
import { EXIT } from '../../../harness/core/errors.js';
import { buildHermitux } from '../../../harness/image/hermitux/build.js';
import { buildRumprun } from '../../../harness/image/rumprun/build.js';
import type { GuestBuilder, GuestImage } from '../../../harness/image/guest/types.js';
import { loadBaselines } from '../../../harness/system/guest/load.js';
import { resolveBaseline } from '../../../harness/system/guest/resolve.js';
import type { Clock } from '../../../harness/metric/types.js';
import type { GuestApp } from '../../../harness/system/guest/types.js';
import { packagePath } from '../../../harness/core/paths.js';
import { buildElf } from '../../profile/elf-builder.js';
import type { ClientRequest } from '../../../harness/workload/types.js';
import { failsWith } from '../../support/errors.js';
import { fakeMonitor } from '../../support/fake-monitor.js';
import { builtinApps, builtinScenarios } from '../../support/builtin.js';
import { inTemp } from '../../support/temp.js';

const code = (bytes: Buffer): Buffer =>
  buildElf({ sections: [{ name: '.text', address: 0x100000n, bytes, code: true }] });

/** An image as a loader of multiboot takes it. */
function multiboot(): Buffer {
  const header = Buffer.alloc(64);
  const words = [0x1badb002, 0x10000, -(0x1badb002 + 0x10000), 0x100000, 0x100000, 0, 0x280000, 0x100020];
  for (const [index, value] of words.entries()) header.writeInt32LE(value | 0, 4 * index);
  return code(header);
}

/** A kernel as uhyve takes it. */
function hermit(abi = 0xff): Buffer {
  const bytes = code(Buffer.alloc(64));
  bytes[7] = abi;
  return bytes;
}

/** Makes the image of an app of a system of `baselines/` from these files. */
async function build(
  builder: GuestBuilder,
  name: 'rumprun' | 'hermitux',
  files: Readonly<Record<string, Buffer | string>>,
  change: Partial<GuestApp> = {},
  load: { appName?: string; requests?: readonly ClientRequest[]; clock?: Clock } = {},
): Promise<GuestImage> {
  const { appName = 'hello', requests = [], clock = 'deterministic' } = load;
  const baseline = (await loadBaselines(packagePath('baselines'), await builtinApps.names())).get(name);
  assert.ok(baseline !== undefined);
  const system = resolveBaseline(name, baseline, undefined);
  const app = system.apps[appName];
  assert.ok(app !== undefined);
  return await inTemp(async (dir) => {
    const file = async (one: string): Promise<string> => {
      const given = files[one] ?? '';
      if (typeof given === 'string') return given;
      await writeFile(join(dir, one), given);
      return join(dir, one);
    };
    return await builder({
      ...{
        system,
        appName,
        file,
        scenario: await builtinScenarios.load('boot-main'),
        clock,
        requests,
      },
      app: { ...app, ...change },
      loadApp: () => Promise.reject<LoadedApp>(new Error('not asked for')),
      ...{ signal: new AbortController().signal, onProgress: () => undefined, onNote: () => undefined },
    });
  });
}

describe('an image of Rumprun', () => {
  it('is one file for each app, with its programs in the command line', async () => {
    const made = await build(buildRumprun, 'rumprun', { hello: multiboot() });
    assert.deepEqual(
      made.artifacts.map(({ role }) => role),
      ['kernel'],
    );
    assert.equal(made.cmdline, '{"rc":[{"bin":"hello","argv":[]}]}');
    assert.equal(made.facts?.loadedEnd, 0x280000);
    assert.deepEqual(made.script.end, { halt: 'halted' });
    assert.ok(made.script.failures?.some(({ line }) => line.startsWith('FATAL TRAP')));
  });
  it('loads a server by a client that is baked with it, with its words, and with the speed of the counter', async () => {
    const made = async (requests: readonly ClientRequest[], clock: Clock): Promise<string> => {
      const load = { appName: 'redis-own-client', requests, clock };
      return (await build(buildRumprun, 'rumprun', { redis: multiboot() }, {}, load)).cmdline;
    };
    const asked = [{ client: 'redis-benchmark', args: ['-n', '7', '--csv'] }];
    const loaded = await made(asked, 'deterministic');
    assert.ok(loaded.startsWith('{"rc":[{"bin":"redis-server",'), loaded);
    assert.match(loaded, /"runmode":"&"},{"bin":"waitport","argv":\["6379","60"\]},/);
    assert.match(
      loaded,
      /{"bin":"redis-client","argv":\["--marks","--tsc-hz=1000000000","-n","7","--csv"\]},{"bin":"off","argv":\["21"\]}\]}$/,
    );
    const idle = await made([], 'wall');
    assert.match(idle, /{"bin":"redis-client","argv":\["--marks"\]},/);
  });
  it('is refused where it is none, or nothing says what it runs', async () => {
    await failsWith(
      build(buildRumprun, 'rumprun', { hello: hermit() }),
      'MULTIBOOT_NONE',
      EXIT.couldNotMeasure,
    );
    await failsWith(
      build(buildRumprun, 'rumprun', { hello: multiboot() }, { cmdline: 'hello' }),
      'RUMPRUN_PROGRAMS',
      EXIT.usage,
      /"programs"/,
    );
  });
});

describe('an image of HermiTux', () => {
  it('has kernel, monitor and a program, which is ours where none is named', async () => {
    const made = await build(buildHermitux, 'hermitux', { kernel: hermit(), proxy: await fakeMonitor() });
    assert.deepEqual(
      made.artifacts.map(({ role }) => role),
      ['kernel', 'monitor', 'initrd'],
    );
    assert.deepEqual([made.monitor, made.everySize], ['uhyve', true]);
    assert.ok((made.artifacts[2]?.bytes ?? 0) < 4096);
  });
  it('is refused where uhyve would refuse it, or its guests would have libraries of the host', async () => {
    const proxy = await fakeMonitor();
    const refuses = async (
      files: Record<string, Buffer | string>,
      word: string,
      change: Partial<GuestApp> = {},
    ): Promise<void> => {
      await failsWith(build(buildHermitux, 'hermitux', files, change), word, EXIT.couldNotMeasure);
    };
    await refuses({ kernel: hermit(0), proxy }, 'HERMITUX_KERNEL');
    await refuses({ kernel: Buffer.from('MZ'), proxy }, 'ELF_DAMAGED');
    await refuses({ kernel: hermit(), proxy: process.execPath }, 'MONITOR_DYNAMIC');
    await refuses({ kernel: hermit(), proxy, redis: process.execPath }, 'HERMITUX_PROGRAM', {
      initrd: 'redis',
    });
  });
});
