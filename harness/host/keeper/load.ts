// SPDX-License-Identifier: Apache-2.0
import type { HostLoad } from '../../boot/request.js';
import type { HostClientOutput } from '../../boot/types.js';
import { foreign, foreignLines, partsOf, says, trimmed } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { CONNECTING, type Driven } from '../../load/drive.js';
import { pinned } from '../../vmm/qemu-argv.js';
import { textOf } from './follow.js';
import { oddAnswer } from './result.js';

/**
 * How a load went, from what a boot left in a folder here: the file `load`, see `load.c`, and what the clients printed.
 * @param host name for messages.
 * @throws BenchError `KEEPER_ANSWER` (exit 3, scope `attempt`).
 */
export async function drivenOf(folder: string, { clients, cpu }: HostLoad, host: string): Promise<Driven> {
  const outputs: HostClientOutput[] = [];
  const lines = foreignLines(await textOf(folder, 'load'));
  const odd = (): Error => oddAnswer(host, 'a load that it was not asked for');
  const nameOf = (which: number): string => {
    const client = clients[which];
    if (client === undefined || which !== outputs.length) throw odd();
    return client.name;
  };
  for (const line of lines.slice(0, -1)) {
    if (says(line, 'unreached') && outputs.length === 0)
      return { outputs, unreached: trimmed(await textOf(folder, 'notify.err')) };
    if (says(line, 'cut connecting') && outputs.length === 0)
      return { outputs, cut: { during: CONNECTING, said: foreign('') } };
    const [, what, digits, more] = partsOf(line, /^(client|cut) (\d{1,3})(?: (\d{1,3}))?$/) ?? [];
    const which = wholeNumber(digits) ?? -1;
    const name = nameOf(which);
    const stderr = await textOf(folder, `client-${which}.err`);
    if (says(what, 'cut'))
      return { outputs, cut: { during: name, said: foreignLines(trimmed(stderr)).at(-1) ?? foreign('') } };
    const status = wholeNumber(more, 0, 255);
    if (status === undefined) throw odd();
    const stdout = await textOf(folder, `client-${which}.out`);
    outputs.push({ name, status, stdout, stderr, argv: [...pinned([cpu]), ...(clients[which]?.argv ?? [])] });
  }
  // One that does not say how it ended was ended itself.
  const next = (outputs.at(-1)?.status ?? 0) === 0 ? clients[outputs.length] : undefined;
  if (next === undefined) return { outputs };
  const during = outputs.length === 0 ? CONNECTING : next.name;
  return { outputs, cut: { during, said: foreign('') } };
}
