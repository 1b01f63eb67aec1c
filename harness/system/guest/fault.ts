// SPDX-License-Identifier: Apache-2.0
import { guessed } from '../../core/suggest.js';
import type { Fault } from '../../scenario/yaml.js';
import type { ConsoleScript, GuestApp, GuestDeclaration } from './types.js';

/** What a schema cannot say of a system that brings its own kernel; nothing for a sound declaration. */
export function guestFault(
  { apps, artifacts, needs }: Pick<GuestDeclaration, 'apps' | 'artifacts'> & { needs?: object },
  at: readonly string[],
): Fault | undefined {
  const files = Object.keys(needs ?? artifacts ?? {});
  for (const [name, app] of Object.entries(apps)) {
    for (const key of ['kernel', 'initrd'] as const) {
      const file = app[key] ?? (key === 'kernel' ? 'kernel' : undefined);
      if (file === undefined || files.includes(file)) continue;
      return {
        code: 'ARTIFACT_UNKNOWN',
        at: [...at, 'apps', name, ...(app[key] === undefined ? [] : [key])],
        message: `the app ${name} needs the file "${file}", which is not declared.`,
        next: `Declare it under ${needs === undefined ? 'artifacts' : 'needs'}; declared: ${files.join(', ') || 'nothing'}.`,
      };
    }
    const inApp = loadFault(name, app) ?? clientFault(name, app);
    if (inApp !== undefined) return { ...inApp, at: [...at, 'apps', name, ...inApp.at] };
    const fault = scriptFault(app);
    if (fault !== undefined)
      return { code: 'PATTERN_INVALID', ...fault, at: [...at, 'apps', name, ...fault.at] };
  }
  return undefined;
}

/** A guest is ended behind a load from the host by what its declaration says of both, and never in the midst of it. */
function loadFault(name: string, { hostLoad, end }: GuestApp): Fault | undefined {
  const fault = { code: 'LOAD_END', at: ['hostLoad'] };
  if (hostLoad === 'port' && end !== 'kill') {
    return {
      ...fault,
      message: `nobody tells the guest of ${name} that its load is over, so that it has to serve on until it is ended.`,
      next: 'Declare `end: kill` for it, or `hostLoad: notified` where a program in it waits for the host.',
    };
  }
  if (hostLoad === 'notified' && end === 'kill') {
    return {
      ...fault,
      message: `the guest of ${name} would be ended as soon as its lines have come, whether or not its load is over.`,
      next: 'Declare how it ends by itself once it is told, or `hostLoad: port` where nobody in it waits for the host.',
    };
  }
  return undefined;
}

/** A program that stands for a client of which nothing is read would never get the words of a load. */
function clientFault(name: string, { clients = {}, programs = [] }: GuestApp): Fault | undefined {
  const known = Object.keys(clients);
  for (const [index, { client }] of programs.entries()) {
    if (client === undefined || known.includes(client)) continue;
    return {
      code: 'APP_CLIENT_UNKNOWN',
      at: ['programs', index, 'client'],
      message: `"${client}" is no client of ${name}, so that its program would never be told of a load.`,
      next: guessed(
        client,
        known,
        `Declare under "clients" of the app where its output begins and ends; declared: ${known.join(', ') || 'nothing'}.`,
      ),
    };
  }
  return undefined;
}

/** A line that any text fits proves nothing, and a time without its place is none. */
function scriptFault(script: ConsoleScript): Omit<Fault, 'code'> | undefined {
  const { main } = script;
  const next = 'Correct the line; {tsc} stands for the time stamp counter in decimal.';
  if (main !== undefined && !main.includes('{tsc}'))
    return { at: ['main'], message: 'the line of main has no {tsc}, so that it tells no time.', next };
  const bare = linesOf(script).find(
    ({ line }) => line.replaceAll(/\{(?:tsc|hz|status|any)\}/g, '').trim() === '',
  );
  if (bare !== undefined)
    return {
      at: bare.at,
      message: 'this line has nothing but places, so that any line would fit it.',
      next: 'Write what the guest prints, and places only for what changes.',
    };
  return undefined;
}

/** Lines that decide, and where they stand in the declaration. */
function linesOf({
  success,
  failures = [],
  clients = {},
  end,
}: ConsoleScript): { at: Fault['at']; line: string }[] {
  return [
    ...success.map((line, index) => ({ at: ['success', index], line })),
    ...failures.map(({ line }, index) => ({ at: ['failures', index, 'line'], line })),
    ...Object.entries(clients).flatMap(([name, { begin, end: last }]) => [
      { at: ['clients', name, 'begin'], line: begin },
      { at: ['clients', name, 'end'], line: last },
    ]),
    ...(typeof end === 'object' && 'halt' in end ? [{ at: ['end', 'halt'], line: end.halt }] : []),
  ];
}
