// SPDX-License-Identifier: Apache-2.0
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { EXIT, type ExitCode, usageError } from '../core/errors.js';
import { parseCpuList } from '../host/cpus.js';
import type { AblateCommandOptions } from './commands/ablate.js';
import type { ImportCommandOptions } from './commands/import.js';
import type { ReproduceCommandOptions } from './commands/reproduce.js';
import type { RunCommandOptions } from './commands/run.js';
import type { Session } from './session.js';

/** The command line, ready to be given its arguments. */
export interface Program {
  /**
   * Runs one command; gives the exit code.
   * @throws BenchError `USAGE` (exit 2), and whatever the command throws.
   */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Builds the command line. Commands load their own code, so that `--help` is immediate. */
export function createProgram(session: Session): Program {
  let code: ExitCode = EXIT.ok;
  const program = new Command('lupine-bench')
    .description('Measure minimal Linux VMs and unikernels so that people can trust the number.')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'no colours (also: NO_COLOR in the environment)')
    .option('--json', 'print one JSON document and nothing else')
    .hook('preAction', (_root, command) => {
      session.configure(command.optsWithGlobals());
    })
    .exitOverride()
    .configureOutput({
      writeErr: () => undefined,
      writeOut: session.print,
      getOutHelpWidth: () => session.width,
    })
    .showSuggestionAfterError(true);
  const add = (signature: string, description: string): Command =>
    inherit(program.command(signature).description(description), program);

  withRunOptions(
    add('run <scenario...>', 'build, boot, measure and report; "all" runs every scenario'),
  ).action(async (names: string[], _options: unknown, command: Command) => {
    const { runCommand } = await import('./commands/run.js');
    code = await runCommand(names, command.optsWithGlobals<RunCommandOptions>(), session);
  });
  withClaimOptions(
    add('reproduce', "measure what the paper's claims need and say for each whether it holds here"),
  ).action(async (_options: unknown, command: Command) => {
    const { reproduceCommand } = await import('./commands/reproduce.js');
    code = await reproduceCommand(command.optsWithGlobals<ReproduceCommandOptions>(), session);
  });
  withAblationOptions(
    add('ablate', 'price the options that a large kernel has and a small one lacks, by category'),
  ).action(async (_options: unknown, command: Command) => {
    const { ablateCommand } = await import('./commands/ablate.js');
    code = await ablateCommand(command.optsWithGlobals<AblateCommandOptions>(), session);
  });
  add('resume [run]', 'continue an interrupted run; the newest one by default')
    .addOption(outOption())
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { resumeCommand } = await import('./commands/resume.js');
      code = await resumeCommand(run, command.optsWithGlobals(), session);
    });
  add('report [run]', 'write summary, charts and page of a run again; the newest one by default')
    .addOption(outOption())
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const { reportCommand } = await import('./commands/report.js');
      code = await reportCommand(run, command.optsWithGlobals(), session);
    });
  add('import <logs...>', 'make a run of raw output of redis-benchmark, ab or wrk: [<system>=]<file>')
    .addOption(new Option('--host <name>', 'host on which all of them were made').default('imported'))
    .addOption(new Option('--baseline <system>', 'system to compare with (default: microvm, else the first)'))
    .addOption(outOption())
    .action(async (logs: string[], _options: unknown, command: Command) => {
      const { importCommand } = await import('./commands/import.js');
      code = await importCommand(logs, command.optsWithGlobals<ImportCommandOptions>(), session);
    });
  add(
    'build [systems...]',
    'build kernels into the cache without measuring; microvm and lupine-redis by default',
  )
    .addOption(sourceOption())
    .action(async (systems: string[], _options: unknown, command: Command) => {
      const { buildCommand } = await import('./commands/build.js');
      code = await buildCommand(systems, command.optsWithGlobals(), session);
    });
  add('list', 'show scenarios, systems, apps and hosts').action(
    async (_options: unknown, command: Command) => {
      const { listCommand } = await import('./commands/list.js');
      code = await listCommand(command.optsWithGlobals(), session);
    },
  );
  add('doctor', 'say what this machine has, lacks, and why a feature is not used').action(
    async (_options: unknown, command: Command) => {
      const { doctorCommand } = await import('./commands/doctor.js');
      code = await doctorCommand(command.optsWithGlobals(), session);
    },
  );
  add('explain <name>', 'say what a metric, a clock, a system or a scenario is').action(
    async (name: string, _options: unknown, command: Command) => {
      const { explainCommand } = await import('./commands/explain.js');
      code = await explainCommand(name, command.optsWithGlobals(), session);
    },
  );
  return {
    run: async (args) => {
      try {
        await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode === 0) return EXIT.ok;
        throw usageError('USAGE', error.message.replace(/^error: /, ''), 'See `lupine-bench --help`.');
      }
      return code;
    },
  };
}

function inherit(command: Command, program: Command): Command {
  return command.copyInheritedSettings(program);
}

function withRunOptions(command: Command): Command {
  return withMeasuringOptions(
    command
      .addOption(
        new Option('--system <names>', "systems instead of the scenario's, comma-separated").argParser(names),
      )
      .addOption(
        new Option('--app <names>', "apps instead of the scenario's, comma-separated").argParser(names),
      )
      .addOption(
        new Option('--metric <names>', "metrics among the scenario's, comma-separated").argParser(names),
      )
      .addOption(
        new Option('--memory <MiB>', "guest memory instead of the scenario's").argParser(
          wholeNumber(4, 65536),
        ),
      ),
  );
}

function withClaimOptions(command: Command): Command {
  return withMeasuringOptions(
    command
      .addOption(new Option('--claim <ids>', 'claims, comma-separated (default: all)').argParser(names))
      .addOption(new Option('--run <run>', 'judge by an existing run instead of making one')),
  );
}

function withMeasuringOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--clock <clock>', 'clock; by default wall when KVM really works').choices([
        'deterministic',
        'wall',
      ]),
    )
    .addOption(new Option('--host <host>', 'where to run').choices(['local']).default('local'))
    .addOption(new Option('--boots <n>', 'boots of each system').argParser(wholeNumber(1, 1000)))
    .addOption(
      new Option(
        '--cpus <list>',
        'CPUs for the VMM under the wall clock, e.g. 2,3 (default: chosen, one left for the harness)',
      ).argParser(cpuList),
    )
    .addOption(outOption())
    .addOption(sourceOption())
    .addOption(dryRunOption());
}

function withAblationOptions(command: Command): Command {
  return command
    .addOption(new Option('--from <system>', 'small kernel').default('lupine-general'))
    .addOption(new Option('--to <system>', 'large kernel').default('microvm'))
    .addOption(new Option('--by <what>', 'what is priced').choices(['category']).default('category'))
    .addOption(
      new Option(
        '--series <series>',
        'add one to the small kernel, or remove one from the large (long builds)',
      )
        .choices(['add', 'remove', 'both'])
        .default('add'),
    )
    .addOption(
      new Option('--category <names>', 'categories, comma-separated (default: all)').argParser(names),
    )
    .addOption(new Option('--metric <names>', 'metrics, comma-separated (default: all)').argParser(names))
    .addOption(new Option('--boots <n>', 'boots of each system').argParser(wholeNumber(1, 1000)))
    .addOption(outOption())
    .addOption(sourceOption())
    .addOption(dryRunOption());
}

function dryRunOption(): Option {
  return new Option(
    '--dry-run',
    'print the plan, its expected duration and where images come from; do nothing',
  );
}

function outOption(): Option {
  return new Option('--out <dir>', 'folder of the runs (default: results/ of the project)');
}

function sourceOption(): Option {
  return new Option(
    '--kernel-source <tarball>',
    "path, or URL with #sha256=<hex> (default: Debian's linux-source-6.1)",
  );
}

function names(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}

function cpuList(text: string): number[] {
  const cpus = parseCpuList(text);
  if (cpus.length > 0) return cpus;
  throw new InvalidArgumentError('expected numbers of CPUs, e.g. 2,3 or 4-7.');
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}
