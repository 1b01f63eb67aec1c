// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { foreignLines, partsOf, rawText } from '../../core/foreign.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';

/**
 * Makes the folders of a host: `store` for artefacts, `boots` for what runs, `lease` and `journal`. Nobody but the user gets in. A
 * folder that others may write to is refused: who can change it chooses what is measured.
 */
const MAKE = [
  'state=${1:-$HOME/.lupine-bench}',
  'umask 077',
  'mkdir -p "$state/store" "$state/boots" "$state/lease" "$state/journal" && cd "$state" || exit 1',
  'for one in . store boots lease journal; do',
  '  [ -O "$one" ] || { echo "$state/$one belongs to somebody else" >&2; exit 1; }',
  '  case "$(ls -ld "$one")" in',
  '    d????w* | d???????w*) echo "$state/$one may be written to by others: look at what is in it, then close it (chmod go-w)" >&2; exit 1 ;;',
  '  esac',
  'done',
  'pwd -P',
].join('\n');

/**
 * Makes the folder of a host, and gives its path there.
 * @param wanted absolute path; `.lupine-bench` in the user's home when missing.
 * @throws BenchError `HOST_COMMAND`, `HOST_DISK_FULL`, `HOST_STATE` (exit 3).
 */
export async function makeState(shell: RemoteShell, wanted?: string): Promise<string> {
  const said = await runWell(shell, 'making the folder of lupine-bench', {
    script: MAKE,
    args: [wanted ?? ''],
  });
  const path = foreignLines(said)[0];
  if (path !== undefined && partsOf(path, PLAIN) !== undefined) return rawText(path);
  throw measureError(
    'HOST_STATE',
    `the folder of lupine-bench on host ${shell.name} has a path with a quote, a backslash or a control character.`,
    'Name another one as "state" of its entry.',
  );
}

const PLAIN = /^\/[^'\\\p{Cc}]*$/u;
