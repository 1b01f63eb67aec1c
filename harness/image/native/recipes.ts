// SPDX-License-Identifier: Apache-2.0
import type { BuiltProgram } from '../../app/types.js';

/** How programs are built: the script `kml/apps/<name>.sh` is run in the source tree and leaves them in `$OUT`. */
export interface Recipe {
  name: string;
  /** A Debian source package, or a folder of this project. */
  source: { debian: string } | { own: string };
  programs: readonly BuiltProgram[];
  /** `distribution`: the C library that everything else here uses, which a program finds when it starts; ours when missing. */
  library?: 'distribution';
  /** True when the sources include headers of the kernel. */
  kernelHeaders?: boolean;
}

const RECIPES: readonly Recipe[] = [
  { name: 'hello', source: { own: 'kml/apps/hello' }, programs: ['hello-musl'] },
  { name: 'micro', source: { own: 'kml/bench' }, programs: ['micro'] },
  {
    name: 'redis',
    source: { debian: 'redis' },
    programs: ['redis-server', 'redis-cli', 'redis-benchmark'],
    kernelHeaders: true,
  },
  {
    name: 'redis-libc',
    source: { debian: 'redis' },
    programs: ['redis-server-libc', 'redis-benchmark-libc'],
    library: 'distribution',
  },
  {
    name: 'own-clients',
    source: { own: 'baselines/rumprun/guest' },
    programs: ['redis-client', 'http-client'],
    library: 'distribution',
  },
  { name: 'nginx', source: { debian: 'nginx' }, programs: ['nginx'], kernelHeaders: true },
];

/** The recipe that makes a program. */
export function recipeOf(program: BuiltProgram): Recipe {
  const recipe = RECIPES.find(({ programs }) => programs.includes(program));
  if (recipe === undefined) throw new Error(`no recipe makes ${program}`);
  return recipe;
}
