// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Abilities, type Part, hostAbilities } from '../../harness/confine/abilities.js';
import { clientParts } from '../../harness/load/confined-client.js';
import { monitorParts } from '../../harness/vmm/monitor-protection.js';
import { byClient, byMonitor, serveNameless } from '../support/attack.js';
import { inPlainTemp } from '../support/temp.js';

/** What the attacks aim at: things of the user who runs the harness. */
interface Targets {
  /** In the user's home. */
  secret: string;
  socket: string;
  port: number;
}

/** What is tried. */
interface Attack {
  what: string;
  name: string;
  words: (targets: Targets) => string;
  /** Parts of a confinement of which each forbids it; none: it is always forbidden. */
  forbiddenBy: readonly Part[];
  /** How it goes where none of them can be had; it works when missing. */
  otherwise?: () => Promise<string> | string;
}

const SHARED = `/tmp/lupine-attack-${process.pid}`;
const NAMELESS = `lupine-attack-${process.pid}`;
const OWN: readonly Part[] = ['user', 'view'];

/** Who has no capabilities may not trace who has some; of one's own processes the kernel's Yama may except the parent. */
const traced = async (): Promise<string> =>
  process.getuid?.() !== 0 &&
  (await readFile('/proc/sys/kernel/yama/ptrace_scope', 'utf8').catch(() => '0')).trim() === '0'
    ? 'done'
    : 'denied';

/** What nobody but root may do. */
const rootOnly = (): string => (process.getuid?.() === 0 ? 'done' : 'denied');

const ATTACKS: readonly Attack[] = [
  ...[
    {
      what: "read the host's passwords",
      name: 'read',
      words: () => '/etc/shadow',
      forbiddenBy: OWN,
      otherwise: rootOnly,
    },
    {
      what: "read a file in the user's home",
      name: 'read',
      words: ({ secret }: Targets) => secret,
      forbiddenBy: OWN,
    },
    { what: 'write to it', name: 'write', words: ({ secret }: Targets) => secret, forbiddenBy: OWN },
    {
      what: 'put another file there',
      name: 'write',
      words: ({ secret }: Targets) => `${secret}.new`,
      forbiddenBy: OWN,
    },
    { what: 'remove it', name: 'remove', words: ({ secret }: Targets) => secret, forbiddenBy: OWN },
    {
      what: 'reach a socket of the user',
      name: 'local',
      words: ({ socket }: Targets) => socket,
      forbiddenBy: OWN,
    },
  ],
  { what: 'write to a folder that all share', name: 'write', words: () => SHARED, forbiddenBy: ['view'] },
  { what: 'make a device', name: 'device', words: ({ secret }) => `${secret}.mem`, forbiddenBy: [] },
  { what: 'become root', name: 'root', words: () => '', forbiddenBy: ['user'], otherwise: rootOnly },
  {
    what: 'signal the harness',
    name: 'signal',
    words: () => `${process.pid}`,
    forbiddenBy: ['user', 'processes'],
  },
  {
    what: 'trace it',
    name: 'trace',
    words: () => `${process.pid}`,
    forbiddenBy: ['user', 'processes'],
    otherwise: traced,
  },
  { what: 'see the processes of others', name: 'see', words: () => '', forbiddenBy: ['view', 'processes'] },
  {
    what: 'reach a server on the host',
    name: 'tcp',
    words: ({ port }) => `${port}`,
    forbiddenBy: ['network'],
  },
  {
    what: 'reach a socket without a file',
    name: 'local',
    words: () => `@${NAMELESS}`,
    forbiddenBy: ['network'],
  },
];

async function listening(where: string | undefined): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => {
    if (where === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(where, resolve);
  });
  return server;
}

describe('a program that turns against the host', function () {
  this.timeout(60_000);
  let home: string;
  let targets: Targets;
  let servers: Server[];
  let stopServing: () => Promise<void>;
  let abilities: Abilities;

  beforeEach(async () => {
    home = await mkdtemp(join(homedir(), '.lupine-attack-'));
    const [secret, socket] = [join(home, 'secret'), join(home, 'socket')];
    await writeFile(secret, 'secret', { mode: 0o600 });
    servers = await Promise.all([listening(undefined), listening(socket)]);
    stopServing = await serveNameless(home, `@${NAMELESS}`);
    targets = { secret, socket, port: (servers[0]?.address() as AddressInfo).port };
    abilities = await hostAbilities();
  });
  afterEach(async () => {
    for (const server of servers) server.close();
    await stopServing();
    await rm(home, { recursive: true });
    await rm(SHARED, { force: true });
  });

  for (const { what, name, words, forbiddenBy, otherwise } of ATTACKS) {
    const expected = async (parts: ReadonlySet<Part>): Promise<string> =>
      forbiddenBy.length === 0 || forbiddenBy.some((part) => parts.has(part))
        ? 'denied'
        : ((await otherwise?.()) ?? 'done');
    const judge = async (outcome: string, parts: ReadonlySet<Part>): Promise<void> => {
      const wanted = await expected(parts);
      assert.equal(outcome.split('\n')[0], wanted, outcome);
      if (wanted === 'done') return;
      assert.equal(await readFile(targets.secret, 'utf8'), 'secret');
      for (const path of [SHARED, `${targets.secret}.new`, `${targets.secret}.mem`])
        await assert.rejects(access(path));
    };

    it(`cannot ${what}, as a monitor`, () =>
      inPlainTemp(async (dir) =>
        judge(await byMonitor(dir, name, words(targets)), monitorParts(abilities, [])),
      ));

    // The network of a client is the guest's: test/load has that.
    if (forbiddenBy.includes('network')) continue;
    it(`cannot ${what}, as a client`, () =>
      inPlainTemp(async (dir) => judge(await byClient(dir, name, words(targets)), clientParts(abilities))));
  }
});
