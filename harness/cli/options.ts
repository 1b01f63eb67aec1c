// SPDX-License-Identifier: Apache-2.0
import type { Option } from 'commander';
import { MONITORS } from '../vmm/names.js';
import {
  hostOption,
  hostsOption,
  maxParallelOption,
  queueOption,
  serveOption,
  waitOption,
} from './host-options.js';
import { option, collected, cpuList, kernelSource, names, numberFrom, path, shard } from './option-values.js';

/** Folder of the runs. */
export const outOption = (): Option =>
  option('--out <dir>', 'folder of the runs (default: results/ of the project, or here)').argParser(path);

/** Kernel source. */
export const sourceOption = (): Option =>
  option(
    '--kernel-source <source>',
    "folder, or tarball or URL with #sha256=<hex> (default: Debian's linux-source-6.1); 6.12=<source> for systems @6.12; may be repeated",
  ).argParser(kernelSource);

/** Nothing is done. */
export const dryRunOption = (): Option =>
  option('--dry-run', 'print the plan, its expected duration and where images come from; do nothing');

const bootsOption = (): Option =>
  option('--boots <n>', 'boots of each system').argParser(numberFrom(1, 1000));

/** Metrics instead of all. */
export const metricOption = (): Option =>
  option('--metric <names>', 'metrics, comma-separated (default: all)').argParser(names);

const memoryOption = (): Option =>
  option('--memory <MiB>', "guest memory instead of the scenario's").argParser(numberFrom(4, 65536));

/** Parameters instead of the scenario's. */
export const setOption = (): Option =>
  option(
    '--set <parameter=value>',
    "parameter instead of the scenario's, e.g. requests=1000 or redis.requests=1000; may be repeated",
  ).argParser(collected);

/** Which part of the plan is made. */
export const shardOption = (): Option =>
  option('--shard <i/n>', 'make only part i of n of the plan; `lupine-bench merge` joins them').argParser(
    shard,
  );

/** How and where boots are made. */
function measuringOptions(): Option[] {
  return [
    option('--clock <clock>', 'clock; by default wall when KVM really works').choices([
      'deterministic',
      'wall',
    ]),
    option('--monitor <monitor>', 'what runs the guests (default: qemu)').choices([...MONITORS]),
    hostsOption(),
    maxParallelOption(),
    waitOption(),
    queueOption(),
    serveOption(),
    bootsOption(),
    option(
      '--cpus <list>',
      'CPUs for the VMM under the wall clock, e.g. 2,3 (default: chosen, one left for the harness)',
    ).argParser(cpuList),
    outOption(),
    sourceOption(),
    option('--refresh', 'ask registries again what the tags of container images name'),
    dryRunOption(),
  ];
}

/** Options of `run`. */
export const runOptions = (): Option[] => [
  option('--system <names>', "systems instead of the scenario's, comma-separated").argParser(names),
  option('--app <names>', "apps instead of the scenario's, comma-separated").argParser(names),
  metricOption(),
  memoryOption(),
  setOption(),
  option(
    '--packages-from <run>',
    'make images from the packages and container images of an earlier run, or not at all',
  ),
  option('--profile', 'count the instructions of one more boot of each cell: profiles/ of the run'),
  shardOption(),
  ...measuringOptions(),
];

/** Options of `profile`. */
export const profileOptions = (): Option[] => [
  option('--system <name>', 'the system, when the scenario has several').argParser(names),
  option('--app <name>', 'the app, when the scenario has several').argParser(names),
  option(
    '--diff <sides...>',
    'the functions that differ, before and after: two systems, two runs, or two commits of the project',
  ),
  option('--tree', 'follow calls too: who called whom, task by task'),
  option('--phase <name>', 'show one phase only, e.g. load'),
  memoryOption(),
  setOption(),
  option('--clock <clock>', 'deterministic; the wall clock has no profiles').choices([
    'deterministic',
    'wall',
  ]),
  hostOption(),
  option(
    '--out <dir>',
    'folder that gets it as JSON, page, folded stacks, for speedscope and pprof',
  ).argParser(path),
  sourceOption(),
  dryRunOption(),
];

/** Where a history is. */
const historyPlace = (folder = '--history <folder>'): Option[] => [
  option(folder, 'folder of the history (default: history/ of the project, or here)'),
  option('--branch <name>', 'branch of the repository that is the history instead'),
];

/** Options of `history`. */
export const historyOptions = (): Option[] => [
  ...historyPlace(),
  option('--commit <ref>', 'the commit that was measured (default: the one that is checked out)'),
  option('--push', 'push the branch too; again on top of what others pushed meanwhile'),
  option('--remote <name>', 'where to push to').default('origin'),
  outOption(),
];

/** Options of `report`. */
export const reportOptions = (): Option[] => [...historyPlace('--history [folder]'), outOption()];

/** Options of `hosts`. */
export const hostsOptions = (): Option[] => [
  option('-n, --count <n>', 'emulated hosts to start').argParser(numberFrom(1, 64)).default(1),
  option('--memory <MiB>', 'memory of each of them').argParser(numberFrom(256, 65536)).default(1536),
  option('--processors <n>', 'virtual CPUs of each of them').argParser(numberFrom(1, 8)).default(1),
  option('--detach', 'leave them running; `lupine-bench hosts stop` ends them'),
  sourceOption(),
];

/** Options of `cache`. */
export const cacheOptions = (): Option[] => [
  option('--older-than <days>', 'prune: what was not used for so long').argParser(numberFrom(0, 36500)),
  option('--max-size <MiB>', 'prune: what was used longest ago, until the rest is no larger').argParser(
    numberFrom(0, 1 << 30),
  ),
  option('--all', 'prune: everything; push: every kernel and root image'),
  option('--dry-run', 'prune: only show what would go'),
  sourceOption(),
];

/** Options of `site`. */
export const siteOptions = (): Option[] => [
  option('--out <dir>', 'folder that gets the site').default('site'),
  option('--runs <dir>', 'folder of the runs (default: results/ of the project, or here)'),
  ...historyPlace(),
];

/** Options of `reproduce`. */
export const claimOptions = (): Option[] => [
  option('--claim <ids>', 'claims, comma-separated (default: all)').argParser(names),
  option('--run <run>', 'judge by an existing run instead of making one'),
  ...measuringOptions(),
];

/** Options of `ablate`. */
export const ablationOptions = (): Option[] => [
  option('--from <system>', 'small kernel').default('lupine-general'),
  option('--to <system>', 'large kernel').default('microvm'),
  option('--by <what>', 'what is priced').choices(['category']).default('category'),
  option('--series <series>', 'add one to the small kernel, or remove one from the large (long builds)')
    .choices(['add', 'remove', 'both'])
    .default('add'),
  option('--category <names>', 'categories, comma-separated (default: all)').argParser(names),
  metricOption(),
  bootsOption(),
  outOption(),
  sourceOption(),
  dryRunOption(),
];

/** Options of `bisect`. */
export const bisectOptions = (): Option[] => [
  option(
    '--good <ref>',
    'a commit before the change, of the project, or of the kernel tree of --kernel-source',
  ),
  option('--bad <ref>', 'a commit after it'),
  option('--from <system>', 'a system without the change, instead of commits'),
  option('--to <system>', 'a system with it'),
  option('--scenario <name>', 'the scenario, when several have the metric'),
  option('--system <name>', 'the system, when there are several'),
  option('--app <name>', 'the app, when the scenario has several'),
  option('--margin <percent>', 'of the difference between both ends: what is no change by itself')
    .argParser(numberFrom(1, 49))
    .default(5),
  outOption(),
  sourceOption(),
  dryRunOption(),
];

/** Options of `resume`. */
export const resumeOptions = (): Option[] => [
  option('--trust-plan', 'build from what the run names although it was not made here'),
  waitOption(),
  maxParallelOption(),
  queueOption(),
  serveOption(),
  outOption(),
];

/** Options of `merge`. */
export const mergeOptions = (): Option[] => [outOption()];

/** Options of `import`. */
export const importOptions = (): Option[] => [
  option('--host <name>', 'host on which all of them were made').default('imported'),
  option('--baseline <system>', 'system to compare with (default: microvm, else the first)'),
  outOption(),
];

/** Options of `doctor`. */
export const doctorOptions = (): Option[] => [
  option('--probe', 'ask again whether KVM works, whatever was remembered'),
];
