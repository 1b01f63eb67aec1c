// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import type { Job } from '../../harness/app/job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { encodeFrames } from '../support/frames.js';
import { type GuestBoot, KERNEL_TIMEOUT, bootTestApp, guestKernel } from '../support/guest.js';

/** What a hostile program has: root, /proc, and time to do its worst. */
const ROOT: Partial<AppDeclaration> = {
  ready: { line: 'tried', withinMs: 2000 },
  mounts: [{ type: 'proc', target: '/proc' }],
};

const DENIED = 'Operation not permitted';
const ABSENT = 'Function not implemented';
const NO_EFFECT = 'No data available';

/** What `test/guest/apps/tries.c` tries, and why it fails on a kernel that has nothing of what is absent. */
const TRIES: Readonly<Record<string, string>> = {
  serial_ports: DENIED,
  nonce_ports: DENIED,
  exit_port: DENIED,
  all_ports: DENIED,
  port_without_right: 'Bad address',
  log_node: DENIED,
  memory_node: DENIED,
  port_node: DENIED,
  serial_node: DENIED,
  disk_node: DENIED,
  console_device: 'No such device or address',
  log_device: 'No such file or directory',
  attach_to_init: DENIED,
  seize_init: DENIED,
  read_init: ABSENT,
  write_init: 'Permission denied',
  files_of_init: 'Permission denied',
  file_of_init: DENIED,
  signals_to_init: NO_EFFECT,
  other_init: NO_EFFECT,
  kernel_memory: 'No such file or directory',
  kernel_module: ABSENT,
  new_kernel: ABSENT,
  restart: DENIED,
  mount_devices: DENIED,
  mount_proc: DENIED,
  unmount_proc: DENIED,
  user_namespace: DENIED,
  take_rights: DENIED,
  rights_by_start: DENIED,
  rights_by_owner: DENIED,
  give_helpers_rights: DENIED,
  rights_of_helpers: NO_EFFECT,
  log_of_kernel: NO_EFFECT,
};

/** A boot of which nothing was forged: it ended well, with times that PID 1 took. */
function assertTrue({ result }: GuestBoot): void {
  assert.equal(result.ending, 'ok', result.failure?.message);
  const { pid1 = 0n, exec = 0n, ready = 0n } = result.report?.tsc ?? {};
  assert.ok(pid1 > 1_000_000n && pid1 < exec && exec < ready);
}

const privileged = (job: Job): Job => ({ ...job, privileged: true });

describe('a hostile app in a guest', function () {
  this.timeout(60_000);
  let tried: GuestBoot | undefined;
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await guestKernel();
    tried = await bootTestApp('tries', [], ROOT);
  });

  it('changes nothing in the report by all that it tries as root', () => {
    const { decoded, ...boot } = tried ?? assert.fail();
    assertTrue({ decoded, ...boot });
    const said = rawText(decoded.app.stdout);
    assert.equal(said.split('\n').length, Object.keys(TRIES).length + 2, said);
  });
  for (const [name, why] of Object.entries(TRIES)) {
    it(`cannot do it: ${name}`, () => {
      const line = rawText(tried?.decoded.app.stdout ?? assert.fail())
        .split('\n')
        .find((text) => text.startsWith(`${name}: `));
      assert.equal(line, `${name}: ${why}`);
    });
  }

  it('may kill all others, and PID 1 goes on', async () => {
    assertTrue(await bootTestApp('hostile', ['kill', ''], ROOT));
  });

  it('may limit PID 1 in what it uses, and gets no other result by that', async () => {
    assertTrue(await bootTestApp('hostile', ['limits', ''], ROOT));
  });

  it('prints without end to PID 1 and is given up', async () => {
    const forged = encodeFrames([['event', 'pid1 1']]).join('');
    const { result, console } = await bootTestApp('hostile', ['stdout', forged], {
      ...ROOT,
      ready: { line: 'tried', withinMs: 100 },
    });
    assert.equal(result.failure?.code, 'BOOT_NOT_READY');
    assert.ok(console.length < 1024 * 1024, `${console.length} bytes`);
  });

  it('has the beginning of a frame for its name when it crashes', async () => {
    const { result } = await bootTestApp('hostile', ['name', '<~lupine 0 end'], ROOT);
    assert.equal(result.failure?.code, 'BOOT_APP_EXIT');
  });

  for (const [what, count] of [
    ['zero', '0'],
    ['one', '1'],
    ['more than there can be', '9223372036854775808'],
    ['later than it was ready', '999999999999'],
  ] as const) {
    it(`is no result when it lies about its main: ${what}`, async () => {
      const { result } = await bootTestApp('hostile', ['mark', count], { ...ROOT, reportsMain: true });
      assert.notEqual(result.ending, 'ok');
      assert.match(result.failure?.code ?? '', /^BOOT_(GARBLED|TIME_IMPOSSIBLE)$/);
    });
  }

  it('that has all rights and guesses the nonce is found out', async () => {
    const forged = encodeFrames(
      [
        ['event', 'frame 2'],
        ['event', 'pid1 1'],
      ],
      'fedcba9876543210',
    ).join('');
    const { result } = await bootTestApp('hostile', ['print', forged], ROOT, privileged);
    assert.equal(result.failure?.code, 'BOOT_FORGED');
  });

  for (const [text, code] of [
    ['<~lupine ', 'CONSOLE_LIMIT'],
    ['\n', 'CONSOLE_LIMIT'],
    ['<~lupine 0000000000000000 0 note 5 ', 'CONSOLE_LIMIT'],
    ['Kernel panic - not syncing\n', 'BOOT_PANIC'],
  ] as const) {
    it(`that has all rights and prints on the console without end is stopped: ${JSON.stringify(text)}`, async () => {
      const limit = 32 * 1024;
      const boot = { consoleBytes: limit };
      const { result, console } = await bootTestApp('hostile', ['flood', text], ROOT, privileged, boot);
      assert.equal(result.failure?.code, code, result.failure?.message);
      if (code === 'CONSOLE_LIMIT') assert.equal(console.length, limit);
      else assert.ok(console.length <= limit);
    });
  }
});
