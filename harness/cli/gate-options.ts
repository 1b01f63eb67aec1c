// SPDX-License-Identifier: Apache-2.0
import type { Option } from 'commander';
import { FORMATS } from '../gate/formats.js';
import { hostsOption, maxParallelOption } from './host-options.js';
import { collected, names, numberFrom, option } from './option-values.js';
import { dryRunOption, metricOption, outOption, setOption, shardOption, sourceOption } from './options.js';

const marginOption = (): Option =>
  option(
    '--margin <margin>',
    'how much worse counts as nothing, e.g. 0.5% or boot.guest=0.1%; may be repeated (default: what project or scenario say, else 0.1% where values are exact, 1% where they vary)',
  ).argParser(collected);

const failOnOption = (): Option =>
  option(
    '--fail-on <what>',
    'what ends with another exit code than 0, comma-separated: regression, not-comparable, inconclusive or none, and metrics (default: everything that is not green; what could not be measured always)',
  ).argParser(names);

const formatOption = (): Option =>
  option('--format <format>', 'for people (text), or for the CI that runs it').choices(FORMATS);

/** How two states of a project are measured and compared. */
function commitOptions(): Option[] {
  return [
    option('--system <names>', "systems instead of the scenario's, comma-separated").argParser(names),
    option('--app <names>', "apps instead of the scenario's, comma-separated").argParser(names),
    metricOption(),
    marginOption(),
    failOnOption(),
    formatOption(),
    setOption(),
    option(
      '--clock <clock>',
      'deterministic (the default: instructions, exact), or wall: both sides in turns, on a host with KVM',
    ).choices(['deterministic', 'wall']),
    option(
      '--boots <n>',
      'boots of each side (default: 2; by the wall clock 10 before the first look)',
    ).argParser(numberFrom(2, 1000)),
    option(
      '--max-boots <n>',
      'by the wall clock, most boots of each side of a cell, those that confirm included (default: 80)',
    ).argParser(numberFrom(10, 1000)),
    option(
      '--max-minutes <n>',
      'by the wall clock, make no more boots after this time (default: no limit)',
    ).argParser(numberFrom(1, 10_000)),
    option('--resume <run>', 'by the wall clock, go on with the run of an earlier call'),
    dryRunOption(),
    outOption(),
    sourceOption(),
  ];
}

/** Options of `compare`. */
export const compareOptions = (): Option[] => [
  option('--run <run>', 'the run that both systems are of (default: the newest)'),
  option(
    '--scenario <names>',
    'what is measured of two commits, comma-separated (default: every scenario of the project, or boot)',
  ).argParser(names),
  ...commitOptions(),
];

/** Options of `gate`. */
export const gateOptions = (): Option[] => [
  option('--base <ref>', 'the commit to compare with, e.g. origin/main').makeOptionMandatory(),
  ...commitOptions(),
  shardOption(),
  hostsOption(),
  maxParallelOption(),
];

/** Options of `accept`. */
export const acceptOptions = (): Option[] => [
  option('--because <why>', 'why the change is worth it, a sentence').makeOptionMandatory(),
  option('--run <run>', 'the run whose comparison is meant (default: what was compared last)'),
  option('--scenario <name>', 'only in this scenario'),
  option('--app <name>', 'only of this app'),
  option('--system <name>', 'only on this system'),
  outOption(),
];

/** Options of `explain`. */
export const explainOptions = (): Option[] => [
  option('--run <run>', 'why the metric has its verdict in the comparison of this run'),
  outOption(),
];
