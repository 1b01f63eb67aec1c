// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { displayPath } from '../../core/paths.js';
import { Images } from '../../image/images.js';
import { appNames } from '../../scenario/load.js';
import { loadSystems } from '../../system/catalogue.js';
import type { Session } from '../session.js';

/** `lupine-bench build [systems...]`: kernels into the cache, with their place and sizes on stdout. */
export async function buildCommand(
  systems: string[],
  options: { kernelSource?: string; json?: boolean },
  session: Session,
): Promise<ExitCode> {
  const catalogue = await loadSystems(await appNames());
  const wanted = systems.length === 0 ? ['microvm', 'lupine-redis'] : systems;
  for (const name of wanted) catalogue.resolve(name);
  const { progress, signal } = session;
  session.hint = 'the same command; finished kernels are kept';
  const images = new Images({
    catalogue,
    clock: 'deterministic',
    kernelSource: options.kernelSource,
    progress,
    signal,
  });
  const kernels = [];
  try {
    for (const name of await images.begin(wanted)) {
      const { hit, vmlinux, bzImage, config, digest, options: enabled } = await images.kernel(name);
      kernels.push({
        system: name,
        digest,
        from: hit ? 'cache' : 'build',
        options: enabled,
        vmlinux,
        bzImage,
        config,
      });
      if (options.json === true) continue;
      progress.end();
      session.print(
        `${name}: ${displayPath(vmlinux.path)}, vmlinux ${vmlinux.bytes} bytes, bzImage ${bzImage.bytes} bytes, ${enabled} options (${hit ? 'cache' : 'built'})\n`,
      );
    }
  } finally {
    images.stop();
  }
  if (options.json === true) session.print(prettyJson(kernels));
  return EXIT.ok;
}
