// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BootRequest } from '../../../harness/boot/request.js';
import type { ExitCode } from '../../../harness/core/errors.js';
import { digestOf } from '../../../harness/core/json.js';
import { silent } from '../../../harness/core/progress.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { type DecideWishes, decideSides } from '../../../harness/workflow/gate/decide.js';
import type { GateSide } from '../../../harness/workflow/gate/sides.js';
import type { Session } from '../../../harness/workflow/session.js';
import { plainly } from '../../../harness/workflow/sides/side.js';
import { bootScenario, writeFiles } from '../../support/project.js';
import { normal, seeded } from '../../support/random.js';
import { type Scripted, type ScriptedParts, scriptedHost } from '../../support/scripted-host.js';
import { type ScriptedImagesParts, scriptedImages } from '../../support/scripted-images.js';
import { inTemp, withCache } from '../../support/temp.js';

/** Which side a boot is of. */
export type SideName = 'base' | 'head';

/** A boot of a gate: its side, its system, and the how manyth of that side it is, from 1. */
export interface SidedBoot {
  side: SideName;
  system: string;
  nth: number;
  request: BootRequest;
}

/** How a gate of scripted boots is called. */
export interface ScriptedGate extends DecideWishes {
  /** What becomes of a boot: its time in ns, or more of its result. */
  boot?: (boot: SidedBoot) => number | Scripted;
  parts?: ScriptedParts;
  /** Names of several hosts. */
  machines?: readonly string[];
  /** Called with the name of the host that makes a boot. */
  onHost?: (name: string) => void;
  names?: readonly string[];
  /** Images of each side; others have other versions. */
  images?: Partial<Record<SideName, ScriptedImagesParts>>;
  /** What becomes of times of emulated hosts. */
  emulated?: Session['emulated'];
  /** Interrupts the gate at this boot. */
  stopAt?: number;
}

/** What a gate left. */
export interface GateEnded {
  code: ExitCode;
  document: ComparisonDocument;
  text: string;
  /** Boots in their order. */
  boots: SidedBoot[];
  hint: string;
}

/** A project with two states, and how to compare them. */
export interface TwoStates {
  /** Folder of the runs. */
  results: string;
  write: (side: SideName, files: Readonly<Record<string, string>>) => Promise<void>;
  /** Compares them. Whatever it throws, `hint` of the last call says how to go on. */
  gate: (how?: ScriptedGate) => Promise<GateEnded>;
  last: () => Pick<GateEnded, 'boots' | 'hint'>;
}

/** Boots that take about so long, with noise of this size; the head's longer by a factor. */
export function noisyHost(noise: number, factor = 1, drift = 0): (boot: SidedBoot) => number {
  const random = seeded(7);
  let made = 0;
  return ({ side }) => {
    made += 1;
    return 1_000_000 * (side === 'head' ? factor : 1) * Math.exp(noise * normal(random) + drift * made);
  };
}

/** A scenario that times the boots of these systems. */
export function timed(name: string, systems = 'mine'): string {
  return bootScenario(name, systems).replace('boot.guest', 'boot.vmm');
}

/** A project file with these systems. */
export function systemsFile(...names: string[]): string {
  return `systems:\n${names.map((name) => `  ${name}: { base: lupine-hello }\n`).join('')}`;
}

/** Runs a test with two states of a project that differ in nothing but their images. */
export async function inTwoStates(test: (states: TwoStates) => Promise<void>): Promise<void> {
  await inTemp(async (dir) => {
    const write: TwoStates['write'] = (side, files) => writeFiles(join(dir, side), files);
    for (const side of ['base', 'head'] as const)
      await write(side, { 'lupine-bench.yaml': systemsFile('mine'), 'scenarios/start.yaml': timed('start') });
    const results = join(dir, 'results');
    let last: Pick<GateEnded, 'boots' | 'hint'> = { boots: [], hint: '' };
    const gate = async (how: ScriptedGate = {}): Promise<GateEnded> => {
      const left = { boots: [] as SidedBoot[], hint: '' };
      last = left;
      return await gateOf(dir, { out: results, ...how }, left);
    };
    await withCache(join(dir, 'cache'), () => test({ results, write, gate, last: () => last }));
  });
}

async function gateOf(
  dir: string,
  {
    boot = () => 1000,
    parts,
    machines = ['local'],
    onHost,
    names = ['start'],
    images = {},
    stopAt,
    emulated,
    ...wishes
  }: ScriptedGate,
  left: Pick<GateEnded, 'boots' | 'hint'>,
): Promise<GateEnded> {
  const stop = new AbortController();
  const made = { base: { version: 'a', ...images.base }, head: { version: 'b', ...images.head } };
  const hosts = machines.map((name) =>
    scriptedHost(
      (request) => {
        // Asking whether KVM works at all pins nothing.
        if (request.cpus === undefined) return {};
        const system = /system=(\S+)/.exec(request.cmdline)?.[1] ?? '';
        const side = isOf(request, system, made.head.version) ? 'head' : 'base';
        const nth = left.boots.filter((one) => one.side === side && one.system === system).length + 1;
        const sided: SidedBoot = { side, system, nth, request };
        left.boots.push(sided);
        if (left.boots.length === stopAt) stop.abort(new DOMException('stopped by SIGINT', 'AbortError'));
        onHost?.(name);
        const given = boot(sided);
        return typeof given === 'number' ? { vmmNs: given } : given;
      },
      { ...parts, name },
    ),
  );
  const sideOf = async (name: SideName): Promise<GateSide> => {
    const environment = await createEnvironment({ folder: join(dir, name), hosts });
    const own = { ...environment, images: () => scriptedImages(made[name]) };
    return { environment: own, within: plainly, id: name === 'base' ? '0123456789ab' : 'working tree', name };
  };
  const said: string[] = [];
  const print = (text: string): void => void said.push(text);
  const session: Session = {
    ...{ signal: stop.signal, progress: silent, color: false, width: 100 },
    ...{ print, printReport: print, printCommands: print, emulated },
    get hint() {
      return left.hint;
    },
    set hint(words) {
      left.hint = words;
    },
  };
  const sides = [await sideOf('base'), await sideOf('head')] as const;
  const asked = { clock: 'wall', json: true, ...wishes } as const;
  const call = { command: 'gate', names: [...names, '--base', 'main'] } as const;
  const code = await decideSides(names, sides, call, asked, session);
  const text = said.join('');
  const document = asked.json && wishes.dryRun !== true ? (JSON.parse(text) as ComparisonDocument) : NONE;
  return { code, text, document, ...left };
}

function isOf({ artifacts }: BootRequest, system: string, version: string): boolean {
  const kernel = digestOf({ role: 'kernel', of: system, version });
  return artifacts.some(({ sha256 }) => sha256 === kernel);
}

const NONE: ComparisonDocument = {
  ...{ format: 2, base: '', head: '', clock: 'wall', verdict: 'could not measure', exit: 3, command: '' },
  ...{ metrics: [], notes: [], expired: [], failOn: { verdicts: [] } },
};
