// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import type { LoadedApp } from '../../app/load.js';
import { EXIT, type ExitCode, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { guessed } from '../../core/suggest.js';
import { definitions } from '../../workload/definitions.js';
import type { Environment } from '../../environment/environment.js';
import type { Scenario } from '../../scenario/types.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import { baseName } from '../../system/name.js';
import { goneWords } from '../../system/guest/gone.js';
import { type LinuxSystem, type System, isGuest } from '../../system/types.js';
import { type ExplainedVerdict, explainNewest, explainVerdict } from '../../workflow/compare/explain.js';
import type { Session } from '../../workflow/session.js';
import type { KernelVersions } from '../../system/version-types.js';
import { wrapLines } from '../wrap.js';

/** Options of `explain`, as the command line gives them. */
export interface ExplainCommandOptions {
  /** The run in whose comparison the metric has its verdict. */
  run?: string | undefined;
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  json?: boolean | undefined;
}

/**
 * `lupine-bench explain <name>`: what a metric, clock, scenario, system or app is, and where it is declared. Behind a metric that the
 * newest comparison has follows why it has its verdict there; with `--run` it is that alone, of that run.
 * @throws BenchError `EXPLAIN_UNKNOWN` (exit 2), and as {@link explainVerdict}.
 */
export async function explainCommand(
  name: string,
  { run, out, json }: ExplainCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const results = out ?? environment.results;
  const [text, verdict] =
    run === undefined
      ? [await explain(name, environment), await verdictOf(name, results, session)]
      : [undefined, await explainVerdict(name, run, results)];
  if (json === true) {
    const found = verdict === undefined ? {} : { file: verdict.file, metrics: verdict.metrics };
    session.print(prettyJson({ name, ...(text === undefined ? {} : { text }), ...found }));
  } else {
    // A verdict is a table with a command in it, which is to be copied.
    const told = text === undefined ? undefined : wrapLines(text, session.width);
    session.print(`${[told, verdict?.text].filter((one) => one !== undefined).join('\n\n')}\n`);
  }
  return EXIT.ok;
}

async function verdictOf(
  name: string,
  results: string,
  session: Session,
): Promise<ExplainedVerdict | undefined> {
  return ownValue(definitions, name) === undefined ? undefined : await explainNewest(name, results, session);
}

async function explain(name: string, { scenarios, apps, catalogue }: Environment): Promise<string> {
  const word = ownValue(definitions, name);
  if (word !== undefined) return `${name}: ${word}`;
  const [scenarioNames, systems, appNames] = [await scenarios.names(), catalogue.names(), await apps.names()];
  // A scenario and an app may share a name, as redis does: both are told.
  const texts = [
    ...(scenarioNames.includes(name) ? [explainScenario(await scenarios.load(name))] : []),
    ...(systems.includes(baseName(name))
      ? [explainSystem(catalogue.resolve(name), catalogue.versions())]
      : []),
    ...(appNames.includes(name) ? [explainApp(await apps.load(name), catalogue)] : []),
  ];
  if (texts.length > 0) return texts.join('\n\n');
  const known = [...Object.keys(definitions), ...scenarioNames, ...systems, ...appNames];
  throw usageError('EXPLAIN_UNKNOWN', `nothing is called "${name}".`, guessed(baseName(name), known, OTHERS));
}

/** Where names are found: all of them together are a page that nobody reads. */
const OTHERS =
  '`lupine-bench list` shows scenarios, systems and apps, `lupine-bench explain <scenario>` the metrics of one; ' +
  'clocks and units are deterministic, wall, vns, req/vs and MB/vs.';

function explainScenario({ title, description, metrics, path }: Scenario): string {
  return [
    `${title}: ${description}`,
    `metrics: ${metrics.map((metric) => metric.name).join(', ')}`,
    `file: ${displayPath(path)}`,
  ].join('\n');
}

function explainSystem(system: System, versions: KernelVersions): string {
  const { title, summary, cmdline, origin } = system;
  return [
    `${title}: ${summary}`,
    ...kindLines(system, versions),
    ...(cmdline === '' ? [] : [`command line: ${cmdline}`]),
    ...(origin === undefined ? [] : [`file: ${displayPath(origin.file)}`]),
  ].join('\n');
}

function kindLines(system: System, versions: KernelVersions): string[] {
  if (system.kind === 'linux') return buildLines(system, versions);
  if (system.kind === 'linux-package') return [`package: ${system.package}`];
  if (!isGuest(system)) return [`kernel: ${displayPath(system.kernel)}`];
  const { apps, artifacts, limits, machine = 'microvm', clocks } = system;
  return [
    `machine: ${machine}; clocks: ${clocks.join(', ')}; apps: ${Object.keys(apps).join(', ')}`,
    ...artifacts.map((file) => `${file.name}: ${file.source ?? `not given. ${file.next}`}${goneWords(file)}`),
    ...limits.map(
      ({ app, scenario, reason, source }) =>
        `${[app ?? 'any app', ...(scenario === undefined ? [] : [`in ${scenario}`])].join(' ')}: not supported: ${reason} (${source})`,
    ),
  ];
}

function buildLines(system: LinuxSystem, { default: usual }: KernelVersions): string[] {
  const { baseConfig, source, version = usual, fragments, patches, make } = system;
  return [
    `kernel source: ${source === undefined ? `Linux ${version}` : displayPath(source)}`,
    ...[...new Set(patches.map(dirname))].map((dir) => {
      const count = patches.filter((patch) => dirname(patch) === dir).length;
      return `patches: ${count} of ${displayPath(dir)}`;
    }),
    ...(make.length === 0 ? [] : [`make: ${make.join(' ')}`]),
    ...(typeof baseConfig === 'string' ? [] : [`configuration: ${displayPath(baseConfig.config)}`]),
    ...(fragments.length === 0 ? [] : [`fragments: ${fragments.map(displayPath).join(', ')}`]),
  ];
}

function explainApp({ declaration, dir }: LoadedApp, catalogue: SystemCatalogue): string {
  const { name, title, packages = [] } = declaration;
  return [
    `app ${name}: ${title}`,
    ...(packages.length === 0 ? [] : [`packages: ${packages.join(', ')}`]),
    `its own kernel: ${catalogue.nameFor('lupine-<app>', name)}`,
    `file: ${displayPath(join(dir, 'app.yaml'))}`,
  ].join('\n');
}
