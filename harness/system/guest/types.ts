// SPDX-License-Identifier: Apache-2.0
import type { AppName, Machine, ScenarioName } from '../../core/names.js';
import type {
  EnvironmentVariables,
  KernelArguments,
  LongText,
  PlainName,
  PrintedLine,
  ShortText,
} from '../../core/text-types.js';
import type { DeclaredConditions } from '../../metric/conditions.js';
import type { Clock } from '../../metric/types.js';

/**
 * One whole line of a console, without its end. `{tsc}` stands for the time stamp counter, `{hz}` for its frequency, `{status}` for an exit
 * status, each a decimal number; `{any}` for any text up to the first place of what follows.
 * @pattern ^[ -~]*[!-z|~][ -~]*$
 * @maxLength 500
 */
export type LinePattern = string;

/** A line with which a guest says that it failed. */
export interface FailureLine {
  line: LinePattern;
  /** What it means, a few words. */
  says: ShortText;
}

/** A program in the guest whose output is wanted: what is printed between two lines. */
export interface ClientLines {
  begin: LinePattern;
  /** With `{status}` its exit status; 0 without. */
  end: LinePattern;
}

/**
 * How a guest ends that did what it should. `exit`: its monitor ends with one of these statuses. `halt`: it prints this line and stays, so that
 * it is ended. `kill`: it serves on, and is ended after its last line of success.
 */
export type GuestEnd = { exit: ExitStatus[] } | { halt: LinePattern } | 'kill';

/**
 * Exit status of a program.
 * @asType integer
 * @minimum 0
 * @maximum 255
 */
export type ExitStatus = number;

/** What tells of a guest without our PID 1 that it is ready, right and done. Lines count only whole, never as a part of another. */
export interface ConsoleScript {
  /** Printed by the app as the first thing in its `main`, with `{tsc}`, which was read before. */
  main?: LinePattern;
  /** Printed once the app is ready; with `{tsc}` the time of that. */
  ready?: LinePattern;
  /**
   * Without all of these, in this order, the guest did not do what it should, however it ends.
   * @minItems 1
   * @maxItems 100
   */
  success: LinePattern[];
  /** @maxItems 100 */
  failures?: FailureLine[];
  /**
   * By the name of the client.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,99}$"}
   */
  clients?: Record<string, ClientLines>;
  end: GuestEnd;
}

/** Path or address of a file: a path, `https://…#sha256=…`, or `docker://…@sha256:…#/path`. */
export type ArtifactSource = ShortText;

/** A program of an image that has its programs in it. */
export interface BakedProgram {
  /** Its name, its first word. */
  bin: PrintedLine;
  /** Its words behind the name. */
  argv?: PrintedLine[];
  /** True: the next one begins before it has ended. */
  background?: boolean;
  /** Which client of a load it stands for: behind its words it gets those that this one is given, and none where no load is asked for. */
  client?: PlainName;
}

/**
 * How the host learns that an app may be loaded from there. `port`: its port takes a connection, and the guest, which serves on, is ended when the load is
 * over. `notified`: a program in the guest waits for the host as `kernel/init/wait-notify.c` does, and the guest ends as declared.
 */
export type HostLoadWay = 'port' | 'notified';

/** An app on a system that brings its own kernel. */
export interface GuestApp extends ConsoleScript {
  /** That clients on the host can load it, at the address 10.0.0.2, and how; they cannot when missing. */
  hostLoad?: HostLoadWay;
  /** Which artefact its monitor loads; `kernel` when missing. */
  kernel?: PlainName;
  /** Which artefact is given to the kernel as its initrd or module. */
  initrd?: PlainName;
  /** Command line of kernel and app. */
  cmdline?: KernelArguments;
  /**
   * Of Rumprun instead of a command line: the programs, in the order in which they were baked into the image. That order alone says which program runs.
   * @minItems 1
   * @maxItems 8
   */
  programs?: BakedProgram[];
  /** Of Rumprun: variables of its programs. */
  env?: EnvironmentVariables;
}

/** What a system cannot do, known before it is tried: its cells are 'not supported', which is no failure. */
export interface GuestLimit {
  /** App that it is about; all when missing. */
  app?: AppName;
  /** Scenario that it is about; all when missing. */
  scenario?: ScenarioName;
  /** Why, one sentence. */
  reason: LongText;
  /** Who says so. */
  source: ShortText;
}

/** A file that the user has to give. */
export interface NeededArtifact {
  /** What it is, one sentence. */
  summary: LongText;
  /** Where it can be had, in words. */
  from?: LongText;
}

/** A system that brings its own kernel, declared alone: `baselines/<name>/system.yaml`, or `guest` of a system of a project. */
export interface GuestDeclaration {
  /** What makes its images; `custom` takes files as they are. */
  kind?: GuestKind;
  /** `microvm` when missing. */
  machine?: Machine;
  /** Clocks under which it can be measured; both when missing. */
  clocks?: Clock[];
  /**
   * Its files by name.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,39}$"}
   */
  artifacts?: Record<string, ArtifactSource>;
  /**
   * What it runs, by app.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,99}$"}
   */
  apps: Record<string, GuestApp>;
  /** What it brings along to every measurement of it, by setting: its allocator, its console, its clock source. */
  conditions?: DeclaredConditions;
  /** @maxItems 1000 */
  limits?: GuestLimit[];
  /** What a reader must know of its values, by clock. */
  notes?: Partial<Record<Clock, LongText>>;
}

/** Kinds of system that bring their own kernel; each has a builder in `harness/image/guest/`. */
export type GuestKind = 'custom' | 'osv' | 'rumprun' | 'hermitux';

/** The file `baselines/<name>/system.yaml`. */
export interface BaselineFile extends Omit<GuestDeclaration, 'artifacts'> {
  /** Name for readers. */
  title: ShortText;
  /** One sentence. */
  summary: LongText;
  /**
   * What it needs from outside, by name; a project says in `artifacts` where each is.
   * @propertyNames {"pattern": "^[a-z][a-z0-9-]{0,39}$"}
   */
  needs?: Record<string, NeededArtifact>;
}
