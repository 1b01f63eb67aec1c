// SPDX-License-Identifier: Apache-2.0
import type { Option } from 'commander';
import { FORMATS } from '../gate/formats.js';
import {
  collected,
  hostOption,
  metricOption,
  names,
  numberFrom,
  option,
  outOption,
  setOption,
  shardOption,
  sourceOption,
} from './options.js';

const marginOption = (): Option =>
  option(
    '--margin <margin>',
    'how much worse counts as nothing, e.g. 0.5% or boot.guest=0.1%; may be repeated (default: 0.1% under the deterministic clock, 1% under the other)',
  ).argParser(collected);

const formatOption = (): Option =>
  option('--format <format>', 'for people (text), or for the CI that runs it').choices(FORMATS);

/** Options of `compare`. */
export const compareOptions = (): Option[] => [
  option('--run <run>', 'the run that both systems are of (default: the newest)'),
  metricOption(),
  marginOption(),
  formatOption(),
  outOption(),
];

/** Options of `gate`. */
export const gateOptions = (): Option[] => [
  option('--base <ref>', 'the commit to compare with, e.g. origin/main').makeOptionMandatory(),
  option('--system <names>', "systems instead of the scenario's, comma-separated").argParser(names),
  option('--app <names>', "apps instead of the scenario's, comma-separated").argParser(names),
  metricOption(),
  marginOption(),
  formatOption(),
  setOption(),
  option('--boots <n>', 'boots of each side (default: 2, the second shows that the first repeats)').argParser(
    numberFrom(2, 1000),
  ),
  shardOption(),
  hostOption(),
  outOption(),
  sourceOption(),
];
