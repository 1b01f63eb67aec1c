// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { wholeNumber } from '../core/numbers.js';
import { ownValue } from '../core/own.js';
import { suggest } from '../core/suggest.js';
import type { Scenario } from '../scenario/types.js';
import { parameterFault, parameterList } from '../workload/parameters.js';
import { workloadOf } from '../workload/registry.js';

/** A parameter that the user sets for one run. */
interface Setting {
  /** As it was written, e.g. `redis.requests=1000`. */
  text: string;
  /** The only scenario that it is for; missing for all that have the parameter. */
  scenario?: string | undefined;
  key: string;
  value: number;
}

/**
 * The scenarios with parameters changed for one run.
 * @param settings `requests=1000` for every scenario that has the parameter, `redis.requests=1000` for one; of two for the same
 *   parameter the later one counts, and one for a single scenario before one for all.
 * @throws BenchError (exit 2) `PARAMETER_UNKNOWN` when there is no such scenario or parameter, with what there is;
 *   `PARAMETER_INVALID` for a value that the parameter cannot have, with its range.
 */
export function applySettings(scenarios: readonly Scenario[], settings: readonly string[]): Scenario[] {
  const parsed = settings.map(parseSetting);
  for (const setting of parsed) requireTaker(setting, scenarios);
  const ordered = [
    ...parsed.filter(({ scenario }) => scenario === undefined),
    ...parsed.filter(({ scenario }) => scenario !== undefined),
  ];
  return scenarios.map((scenario) =>
    ordered.filter((setting) => takes(scenario, setting)).reduce(withSetting, scenario),
  );
}

/** What was changed, one phrase for each parameter, e.g. `redis: requests 1000 instead of 10000`. */
export function changedParameters(
  scenarios: readonly Pick<Scenario, 'name' | 'parameters' | 'changed'>[],
): string[] {
  return scenarios.flatMap(({ name, parameters, changed = {} }) =>
    Object.entries(changed).map(
      ([key, before]) => `${name}: ${key} ${ownValue(parameters, key) ?? before} instead of ${before}`,
    ),
  );
}

function parseSetting(text: string): Setting {
  const [, scenario, key = '', value = ''] = /^(?:([a-z0-9-]+)\.)?([a-z_]+)=([^=]+)$/.exec(text) ?? [];
  if (key === '') {
    throw usageError(
      'PARAMETER_INVALID',
      `--set "${text}" is not a parameter and its value.`,
      'Write <parameter>=<number>, or <scenario>.<parameter>=<number>.',
    );
  }
  // What is no whole number is refused with the range.
  return { text, scenario, key, value: wholeNumber(value) ?? Number.NaN };
}

function has(scenario: Scenario, { key }: Setting): boolean {
  return Object.hasOwn(workloadOf(scenario).parameters, key);
}

function takes(scenario: Scenario, setting: Setting): boolean {
  return setting.scenario === undefined ? has(scenario, setting) : setting.scenario === scenario.name;
}

function requireTaker(setting: Setting, scenarios: readonly Scenario[]): void {
  if (scenarios.some((scenario) => takes(scenario, setting))) return;
  const names = scenarios.map(({ name }) => name);
  if (setting.scenario !== undefined) {
    throw usageError(
      'PARAMETER_UNKNOWN',
      `--set ${setting.text}: there is no scenario "${setting.scenario}" in this run.`,
      suggest(setting.scenario, names),
    );
  }
  const known = scenarios.map((one) => `${one.name} has ${parameterList(workloadOf(one).parameters)}`);
  throw usageError(
    'PARAMETER_UNKNOWN',
    `--set ${setting.text}: no scenario of this run has a parameter \`${setting.key}\`.`,
    `${known.join('; ')}.`,
  );
}

function withSetting(scenario: Scenario, { text, key, value }: Setting): Scenario {
  const workload = workloadOf(scenario);
  const fault = parameterFault(workload, key, value);
  if (fault !== undefined) {
    const message =
      fault.code === 'PARAMETER_INVALID'
        ? `\`${key}\` of ${scenario.name} cannot be ${text.slice(text.indexOf('=') + 1)}.`
        : fault.message;
    throw usageError(fault.code, `--set ${text}: ${message}`, fault.next);
  }
  const { [key]: earlier, ...others } = scenario.changed ?? {};
  const usual = ownValue(workload.parameters, key)?.default;
  const before = earlier ?? ownValue(scenario.parameters, key) ?? usual ?? value;
  const changed = before === value ? others : { ...others, [key]: before };
  const { changed: _changed, ...rest } = scenario;
  return {
    ...rest,
    parameters: { ...scenario.parameters, [key]: value },
    ...(Object.keys(changed).length === 0 ? {} : { changed }),
  };
}
