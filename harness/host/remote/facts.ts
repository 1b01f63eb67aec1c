// SPDX-License-Identifier: Apache-2.0
import { foreignLines, rawText } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';
import { fingerprintOf } from '../identity.js';
import type { HostFacts } from '../facts.js';

const ASK = ['uname -r', 'cat /etc/machine-id 2>/dev/null || uname -n'].join('; ');

/** Facts of a host. */
export async function factsThere(shell: RemoteShell, emulated: boolean): Promise<HostFacts> {
  void emulated;
  const said = foreignLines(await runWell(shell, 'asking for its facts', { script: ASK }));
  return {
    cpu: '',
    microcode: '',
    cores: wholeNumber('1', 1) as never,
    memoryMib: wholeNumber('1', 1) as never,
    kernel: printable(said[0] ?? ('' as never)),
    distribution: '',
    mitigations: {},
  };
}

/** Fingerprint. */
export async function identityThere(shell: RemoteShell, facts: HostFacts): Promise<string> {
  const id = rawText(await runWell(shell, 'x', { script: 'cat /etc/machine-id' }));
  return fingerprintOf(id, facts);
}
