// SPDX-License-Identifier: Apache-2.0
import { artifactOf } from '../../core/artifact.js';
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import type { Environment } from '../../environment/environment.js';
import type { Session } from '../../workflow/session.js';
import { type KernelSources, requireUsed } from '../../plan/source.js';

/** `lupine-bench build [systems...]`: kernels into the cache, with their place and sizes on stdout. */
export async function buildCommand(
  systems: string[],
  options: { kernelSource?: KernelSources; json?: boolean },
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { catalogue } = environment;
  const wanted = systems.length === 0 ? ['microvm', 'lupine-redis'] : systems;
  for (const name of wanted) catalogue.resolve(name);
  requireUsed(options.kernelSource, wanted, catalogue);
  const { progress, signal } = session;
  session.hint = 'the same command; finished kernels are kept';
  const { kernelSource } = options;
  const images = environment.images({ clock: 'deterministic', kernelSource, progress, signal });
  const kernels = [];
  try {
    for (const name of await images.begin(wanted)) {
      const { hit, artifacts, inputs, facts, fetched } = await images.system(name);
      const from = fetched === undefined ? (hit ? 'cache' : 'build') : 'store';
      kernels.push({ system: name, digest: inputs, from, store: fetched, options: facts.options, artifacts });
      if (options.json === true) continue;
      progress.end();
      const sizes = artifacts.map(({ role, bytes }) => `${role} ${bytes} bytes`).join(', ');
      const { path } = artifactOf(artifacts, 'kernel');
      session.print(`${name}: ${displayPath(path)}, ${sizes}, ${facts.options ?? '?'} options (${from})
`);
    }
  } finally {
    images.stop();
  }
  if (options.json === true) session.print(prettyJson(kernels));
  return EXIT.ok;
}
