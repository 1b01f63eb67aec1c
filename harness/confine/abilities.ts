// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { type Foreign, foreignLines, partsOf, says } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { runTool } from '../core/tool.js';
import { buildConfine } from './helper.js';

/** Parts of a confinement that a host may refuse. */
export const PARTS = ['user', 'view', 'network', 'processes'] as const;

/** One of {@link PARTS}: a user of its own, a view of the file system, a network without interfaces, processes of its own. */
export type Part = (typeof PARTS)[number];

/** Devices that a monitor may need, and that have to be given to its user. */
export const DEVICES = ['/dev/kvm', '/dev/net/tun'] as const;

/** What of a confinement can be had on this host. */
export interface Abilities {
  /** True when this process is root's: only then is there a user to change from. */
  root: boolean;
  /** Why a part cannot be had; those that can are missing. */
  refused: ReadonlyMap<Part, string>;
  /** Why a device of this host cannot be given to another user; those that can, or are not there, are missing. */
  withheld: ReadonlyMap<string, string>;
}

/** Names the variable that turns confinement off, for who debugs a monitor or a client. */
const SWITCH = 'LUPINE_BENCH_CONFINE';

const known = new Map<string, Promise<Abilities>>();

/**
 * What can be had here: each part is tried, once per process.
 * @throws BenchError `CONFINE_HELPER` (exit 3); `CONFINE_SWITCH` (exit 2) for a switch in no known position.
 */
export async function hostAbilities(signal?: AbortSignal): Promise<Abilities> {
  const root = process.getuid?.() === 0;
  if (isOff()) return abilitiesOff(root);
  const helper = await buildConfine(signal);
  const abilities = known.get(helper) ?? ask(helper, root, signal);
  known.set(helper, abilities);
  abilities.catch(() => known.delete(helper));
  return await abilities;
}

/** What of a confinement can be had on any host while it is turned off here. */
export function abilitiesOff(root: boolean): Abilities {
  return { root, refused: new Map(PARTS.map((part) => [part, `${SWITCH}=off`])), withheld: new Map() };
}

/** Whether it is. @throws BenchError `CONFINE_SWITCH` (exit 2) for a switch in no known position. */
export function isOff(): boolean {
  const position = process.env[SWITCH] ?? '';
  if (position === '' || position === 'off') return position === 'off';
  throw usageError('CONFINE_SWITCH', `${SWITCH} is neither empty nor \`off\`.`, `Unset ${SWITCH}.`);
}

async function ask(helper: string, root: boolean, signal?: AbortSignal): Promise<Abilities> {
  const tool = { code: 'CONFINE_HELPER', next: 'Report this as a defect, with what `doctor` says.', signal };
  return readAbilities(await runTool(helper, ['--probe', ...DEVICES], tool), root);
}

const ANSWER = /^(\S+) (yes|no)(?: (?:confine: )?(.*))?$/;

/** Reads the lines of `confine --probe`. A part of which nothing is said cannot be had. */
export function readAbilities(said: Foreign, root: boolean): Abilities {
  const answers = new Map<string, string | undefined>();
  for (const line of foreignLines(said)) {
    const [, what, yes, why] = partsOf(line, ANSWER) ?? [];
    if (what !== undefined) answers.set(printable(what), says(yes, 'yes') ? undefined : printable(why ?? ''));
  }
  const refused = PARTS.flatMap((part): [Part, string][] => {
    const why = answers.has(part) ? answers.get(part) : 'nothing is known of it';
    return why === undefined ? [] : [[part, why]];
  });
  const withheld = DEVICES.flatMap((device): [string, string][] => {
    const why = answers.get(device);
    return why === undefined || why.endsWith('No such file or directory') ? [] : [[device, why]];
  });
  return { root, refused: new Map(refused), withheld: new Map(withheld) };
}
