// SPDX-License-Identifier: Apache-2.0
import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, usageError } from '../core/errors.js';
import { forTerminal } from '../core/sinks.js';
import { suggest } from '../core/suggest.js';
import { packageVersion } from '../core/version.js';
import { COMMANDS, type CommandDeclaration } from './commands.js';
import type { Environment } from '../environment/environment.js';
import type { CliSession } from './session.js';

/** The command line, ready to be given its arguments. */
export interface Program {
  /**
   * Runs one command; gives the exit code.
   * @throws BenchError `USAGE` (exit 2), and whatever the command throws.
   */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** Builds the command line. */
export async function createProgram(session: CliSession): Promise<Program> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('lupine-bench')
    .description('Measure minimal Linux VMs and unikernels so that people can trust the number.')
    .version(await packageVersion(), '-V, --version', 'print the version')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'no colours (also: NO_COLOR in the environment)')
    .option('--json', 'print one JSON document and nothing else')
    .option('--allow-emulated', 'show, compare and judge times of emulated hosts, which mean nothing')
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
  for (const declared of COMMANDS) {
    add(program, declared, async (given) => {
      const { createEnvironment } = await import('../environment/environment.js');
      const environment = await createEnvironment();
      try {
        await warnOfBroken(environment, given.names, session);
        code = await declared.run(given, environment, session);
      } finally {
        // A connection that is open would keep the process.
        await Promise.all(environment.hosts.map((host) => host.close()));
      }
    });
  }
  return {
    run: async (args) => {
      refuseHelpOfUnknown(args);
      try {
        await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode === 0) return EXIT.ok;
        throw usageError('USAGE', forTerminal(error.message.replace(/^error: /, ''), 500), seeHelp(args));
      }
      return code;
    },
  };
}

/** Names what is left out; what a command names itself it ends with anyway. */
async function warnOfBroken(
  { broken }: Pick<Environment, 'broken'>,
  names: readonly string[],
  { progress }: CliSession,
): Promise<void> {
  const { brokenNote } = await import('../scenario/broken.js');
  for (const one of await broken()) if (!names.includes(one.name)) progress.note(brokenNote(one));
}

/** Commander shows the whole program's help for a command that it does not have, and ends well. */
function refuseHelpOfUnknown(args: readonly string[]): void {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const name = words[0] === 'help' ? words[1] : words[0];
  const wanted = words[0] === 'help' || args.includes('--help') || args.includes('-h');
  if (!wanted || name === undefined || name === 'help' || NAMES.includes(name)) return;
  throw usageError('USAGE', forTerminal(`unknown command '${name}'`, 500), suggest(name, NAMES));
}

const NAMES: readonly string[] = COMMANDS.map(({ signature }) => signature.split(' ')[0] ?? '');

/** The help that has the options of the command that was meant. */
function seeHelp(args: readonly string[]): string {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  return `See \`lupine-bench ${NAMES.includes(name) ? `${name} ` : ''}--help\`.`;
}

function add(
  program: Command,
  { signature, description, options }: CommandDeclaration,
  act: (given: Parameters<CommandDeclaration['run']>[0]) => Promise<void>,
): void {
  const command = program.command(signature).description(description).copyInheritedSettings(program);
  for (const option of options()) command.addOption(option);
  command.action(async () => {
    // One argument that takes several is an array of its own.
    const names = command.processedArgs.flat().filter((one): one is string => typeof one === 'string');
    await act({ name: names[0], names, options: command.optsWithGlobals() });
  });
}
