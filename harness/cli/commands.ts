// SPDX-License-Identifier: Apache-2.0
import type { Option } from 'commander';
import type { ExitCode } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import type { Session } from '../workflow/session.js';
import type { AblateCommandOptions } from './commands/ablate.js';
import type { AcceptCommandOptions } from './commands/accept.js';
import type { BisectCommandOptions } from './commands/bisect.js';
import type { CacheCommandOptions } from './commands/cache.js';
import type { CompareCommandOptions } from './commands/compare.js';
import type { ExplainCommandOptions } from './commands/explain.js';
import type { GateCommandOptions } from './commands/gate.js';
import type { HistoryCommandOptions } from './commands/history.js';
import type { HostsCommandOptions } from './commands/hosts.js';
import type { ImportCommandOptions } from './commands/import.js';
import type { MergeCommandOptions } from './commands/merge.js';
import type { ProfileCommandOptions } from './commands/profile.js';
import type { ReportCommandOptions } from './commands/report.js';
import type { ReproduceCommandOptions } from './commands/reproduce.js';
import type { ResumeCommandOptions } from './commands/resume.js';
import type { RunCommandOptions } from './commands/run.js';
import type { SiteCommandOptions } from './commands/site.js';
import { acceptOptions, compareOptions, explainOptions, gateOptions } from './gate-options.js';
import * as options from './options.js';
import type { KernelSources } from '../plan/source.js';

/** What a command was given: its arguments, and its options as {@link CommandDeclaration.options} parse them. */
export interface Invocation {
  /** The only argument of a command that takes one, or none. */
  name: string | undefined;
  /** All arguments of a command that takes several. */
  names: string[];
  /** Options by name, those of the program included. */
  options: unknown;
}

/** A command of the program; it loads its own code, so that `--help` is immediate. */
export interface CommandDeclaration {
  signature: string;
  description: string;
  /** Its own options, beside those of the program. */
  options: () => Option[];
  /** Does what was asked; gives the exit code. */
  run(given: Invocation, environment: Environment, session: Session): Promise<ExitCode>;
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandDeclaration[] = [
  {
    signature: 'run <scenario...>',
    description: 'build, boot, measure and report; "all" runs every scenario',
    options: options.runOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/run.js')).runCommand(names, options as RunCommandOptions, ...rest),
  },
  {
    signature: 'reproduce',
    description: "measure what the paper's claims need and say for each whether it holds here",
    options: options.claimOptions,
    run: async ({ options }, ...rest) =>
      (await import('./commands/reproduce.js')).reproduceCommand(options as ReproduceCommandOptions, ...rest),
  },
  {
    signature: 'ablate',
    description: 'price the options that a large kernel has and a small one lacks, by category',
    options: options.ablationOptions,
    run: async ({ options }, ...rest) =>
      (await import('./commands/ablate.js')).ablateCommand(options as AblateCommandOptions, ...rest),
  },
  {
    signature: 'profile <scenario>',
    description: 'count every instruction of one boot: which functions, calls and events it was made of',
    options: options.profileOptions,
    run: async ({ name = '', options }, ...rest) =>
      (await import('./commands/profile.js')).profileCommand(name, options as ProfileCommandOptions, ...rest),
  },
  {
    signature: 'compare <base> <head>',
    description:
      'say whether the head is worse than the base: two runs, two systems of a run, or two commits',
    options: compareOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/compare.js')).compareCommand(
        names,
        options as CompareCommandOptions,
        ...rest,
      ),
  },
  {
    signature: 'gate <scenario...>',
    description: 'say whether your project became worse since a commit of it: measure both, and compare',
    options: gateOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/gate.js')).gateCommand(names, options as GateCommandOptions, ...rest),
  },
  {
    signature: 'accept <metric>',
    description: 'say yes to a regression of a comparison, in a file that is reviewed',
    options: acceptOptions,
    run: async ({ name = '', options }, ...rest) =>
      (await import('./commands/accept.js')).acceptCommand(name, options as AcceptCommandOptions, ...rest),
  },
  {
    signature: 'bisect <metric>',
    description: 'find the commit, or between two systems the option, that moved a metric',
    options: options.bisectOptions,
    run: async ({ name = '', options }, ...rest) =>
      (await import('./commands/bisect.js')).bisectCommand(name, options as BisectCommandOptions, ...rest),
  },
  {
    signature: 'resume [run]',
    description: 'continue an interrupted run; the newest one by default',
    options: options.resumeOptions,
    run: async ({ name, options }, ...rest) =>
      (await import('./commands/resume.js')).resumeCommand(name, options as ResumeCommandOptions, ...rest),
  },
  {
    signature: 'merge <runs...>',
    description: 'join what the shards of a plan (--shard) have measured into one run',
    options: options.mergeOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/merge.js')).mergeCommand(names, options as MergeCommandOptions, ...rest),
  },
  {
    signature: 'report [run]',
    description: 'write summary, charts and page of a run again; the newest one by default',
    options: options.reportOptions,
    run: async ({ name, options }, ...rest) =>
      (await import('./commands/report.js')).reportCommand(name, options as ReportCommandOptions, ...rest),
  },
  {
    signature: 'history <add|list> [run]',
    description: 'keep what runs of commits came to: add one, the newest by default; or show them',
    options: options.historyOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/history.js')).historyCommand(
        names,
        options as HistoryCommandOptions,
        ...rest,
      ),
  },
  {
    signature: 'site',
    description: 'write a web site of the history and of every run, which needs no server',
    options: options.siteOptions,
    run: async ({ options }, ...rest) =>
      (await import('./commands/site.js')).siteCommand(options as SiteCommandOptions, ...rest),
  },
  {
    signature: 'import <logs...>',
    description: 'make a run of raw output of redis-benchmark, ab or wrk: [<system>=]<file>',
    options: options.importOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/import.js')).importCommand(names, options as ImportCommandOptions, ...rest),
  },
  {
    signature: 'build [systems...]',
    description: 'build kernels into the cache without measuring; microvm and lupine-redis by default',
    options: () => [options.sourceOption()],
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/build.js')).buildCommand(
        names,
        options as { kernelSource?: KernelSources },
        ...rest,
      ),
  },
  {
    signature: 'list',
    description: 'show scenarios, systems, apps and hosts',
    options: () => [],
    run: async ({ options }, ...rest) =>
      (await import('./commands/list.js')).listCommand(options as { json?: boolean }, ...rest),
  },
  {
    signature: 'hosts <action> [names...]',
    description:
      'hosts reached by SSH: list, probe, doctor, release or prune them; emulate some, and stop them',
    options: options.hostsOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/hosts.js')).hostsCommand(names, options as HostsCommandOptions, ...rest),
  },
  {
    signature: 'cache <action> [names...]',
    description:
      'kernels and root images that were made or fetched: list, prune, push to a store, or verify them',
    options: options.cacheOptions,
    run: async ({ names, options }, ...rest) =>
      (await import('./commands/cache.js')).cacheCommand(names, options as CacheCommandOptions, ...rest),
  },
  {
    signature: 'doctor',
    description: 'say what this machine has, lacks, and why a feature is not used',
    options: options.doctorOptions,
    run: async ({ options }, ...rest) =>
      (await import('./commands/doctor.js')).doctorCommand(options as { probe?: boolean }, ...rest),
  },
  {
    signature: 'explain <name>',
    description:
      'say what a metric, a clock, a scenario, a system or an app is, and why a metric has its verdict',
    options: explainOptions,
    run: async ({ name = '', options }, ...rest) =>
      (await import('./commands/explain.js')).explainCommand(name, options as ExplainCommandOptions, ...rest),
  },
];
