// SPDX-License-Identifier: Apache-2.0
import type { GuestTime, LimitNumber, OwnerNumber, Port } from './ranges.js';

/**
 * A package, `name` or `name=version`, as Debian's policy has them; it is an argument of apt.
 * @pattern ^[a-z0-9][a-z0-9+.-]{1,99}(=[A-Za-z0-9][A-Za-z0-9.+:~-]{0,99})?$
 */
export type PackageName = string;

/**
 * A component of an archive; it stands in lists of apt.
 * @pattern ^[a-z][a-z0-9-]{0,39}$
 */
export type ComponentName = string;

/** An app as `scenarios/apps/<name>/app.yaml` declares it: once, for every system. */
export interface AppDeclaration {
  /**
   * Name used in scenarios and on the command line; equals the folder's name. Lower-case letters, digits and dashes.
   * @pattern ^[a-z][a-z0-9-]{0,39}$
   */
  name: string;
  /** What a reader sees in a report, a few words. */
  title: string;
  /** Debian or Ubuntu packages that hold the app, `name` or `name=version`. Only the files that it needs are taken. */
  packages?: PackageName[];
  /**
   * Container image whose root file system the guest gets whole: `docker.io/library/traefik:v2.11` or `…@sha256:<digest>` in
   * a registry, `oci:FOLDER[:TAG]` or `oci-archive:FILE[:TAG]` on this host, relative to app.yaml. The app's own files
   * replace those of the image; of the image's configuration nothing is taken.
   */
  oci?: string;
  /**
   * Components in which the packages are looked for, beside those that this machine's own lists name, e.g. `non-free`.
   * One that a server does not have is passed over: Debian and Ubuntu name theirs differently.
   */
  components?: ComponentName[];
  /**
   * App whose kernel this one runs on, so that `lupine-<app>` is that one's, or `general` for `lupine-general`. The app itself when missing.
   * @pattern ^[a-z][a-z0-9-]{0,39}$
   */
  kernel?: string;
  /** Files added to the root file system. */
  files?: AppFile[];
  /** Empty directories added to the root file system. */
  directories?: AppDirectory[];
  /**
   * Room on the root disk for what the app writes, in MiB; as an initramfs the root has what the memory has. Next to none when missing.
   * @minimum 1
   * @maximum 65536
   * @asType integer
   */
  disk_room_mib?: number;
  /** Device nodes made before the app starts. */
  devices?: DeviceName[];
  /** File systems mounted before the app starts. */
  mounts?: AppMount[];
  /** Values written to files of /proc/sys or /sys before the app starts. */
  settings?: AppSetting[];
  /** Resource limits of the app. */
  limits?: ResourceLimit[];
  /** The app's program and its arguments; the program is an absolute path in the guest. */
  command: string[];
  /** Environment variables; there are no others. */
  env?: Record<string, string>;
  /** Working directory, absolute; `/` when missing. */
  cwd?: string;
  /** User and group that the app runs as; root when missing. */
  user?: AppUser;
  /** Arguments after those of the command when the load comes from the host: with them the app listens on every interface. */
  hostLoadArgs?: string[];
  /** Network that the app needs: none, or the loopback interface. An interface to the outside is the run's matter. */
  network: 'none' | 'loopback';
  /** True when the app writes the counter at its first instruction to the descriptor that LUPINE_TSC_FD names. */
  reportsMain?: boolean;
  /** When the app counts as ready. */
  ready: Readiness;
  /** What the app must do to count as working; carried out in order once it is ready. */
  checks: FunctionalCheck[];
  /** Programs that may run beside the app in the guest, by name. */
  clients?: Record<string, ClientDeclaration>;
}

/** A file of the root file system. Exactly one of `content`, `source`, `package`, `folder`, `guest` and `built` says where it comes from. */
export interface AppFile {
  /** Absolute path in the guest. */
  path: string;
  /** Permissions, octal as text, e.g. `0644`; `0644` when missing, or the package's own. */
  mode?: string;
  /** The file's text. */
  content?: string;
  /** A file beside app.yaml, relative to it. */
  source?: string;
  /** Path of the file inside the app's packages. A program or library brings the libraries that it needs. */
  package?: string;
  /**
   * Path of a folder inside the app's packages, all of whose files go below `path`, whichever of the packages they are in.
   * Programs and libraries bring the libraries that they need; links stay as they are, without what they point to.
   */
  folder?: string;
  /** One of the project's own guest programs. */
  guest?: 'hello' | 'listens';
  /** A program that is built from source with the patched C library (`kml/`): the same file on every system. */
  built?: BuiltProgram;
}

/** Programs that are built from source here. */
export type BuiltProgram =
  'hello-musl' | 'micro' | 'redis-server' | 'redis-cli' | 'redis-benchmark' | 'nginx';

/** A directory of the root file system. */
export interface AppDirectory {
  /** Absolute path in the guest. */
  path: string;
  /** Permissions, octal as text; `0755` when missing. */
  mode?: string;
}

/** Device nodes that a guest can have. */
export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'urandom';

/** A mounted file system. */
export interface AppMount {
  /** Type as the kernel names it. */
  type: 'proc' | 'sysfs' | 'tmpfs' | 'ramfs';
  /** Absolute path in the guest. */
  target: string;
  /** Mount options, e.g. `size=16m`. */
  options?: string;
  /** True when the app also works without it: a kernel that lacks it is no failure. */
  optional?: boolean;
}

/** One value written before the app starts. */
export interface AppSetting {
  /** Absolute path below /proc/sys or /sys. */
  path: string;
  /** What is written. */
  value: string;
  /** True when a kernel without this file is no failure. */
  optional?: boolean;
}

/** A resource limit. */
export interface ResourceLimit {
  /** Which resource, as `ulimit` counts it: files, bytes or processes. */
  name: 'nofile' | 'memlock' | 'stack' | 'nproc' | 'core' | 'as';
  /** Soft limit. */
  soft: LimitNumber;
  /** Hard limit; equal to the soft limit when missing. */
  hard?: LimitNumber;
}

/** A user by number: the guest has no user database unless the app brings one. */
export interface AppUser {
  /** User number. */
  uid: OwnerNumber;
  /** Group number. */
  gid: OwnerNumber;
}

/** When an app counts as ready: exactly one member. */
export interface Readiness {
  /** It accepts a connection on this TCP port of 127.0.0.1. */
  tcp?: Port;
  /**
   * It has ended with this status.
   * @minimum 0
   * @maximum 255
   * @asType integer
   */
  exit?: number;
  /** It has printed this whole line on standard output. */
  line?: string;
  /** Guest time within which that must happen, ms; 10,000 when missing. */
  withinMs?: GuestTime;
}

/** One functional check. */
export type FunctionalCheck = TcpCheck | OutputCheck;

/** An exchange over one TCP connection to the app. */
export interface TcpCheck {
  /** What a reader sees, e.g. `SET stores a value`. */
  name: string;
  /** Port of 127.0.0.1. */
  tcp: Port;
  /** Bytes to send. */
  send: string;
  /**
   * How `send` and `expect` stand for bytes: as UTF-8 (default), or each character up to U+00FF as one byte (`latin1`),
   * for protocols with bytes that no text has.
   */
  encoding?: 'utf8' | 'latin1';
  /** What the answer must be; every given member must hold. */
  expect: Expectation;
  /** When the answer is judged: as soon as it fits (default), or when the app closes the connection. */
  until?: 'match' | 'close';
  /** Guest time that the exchange may take, ms; 5,000 when missing. */
  withinMs?: GuestTime;
}

/** A line that the app must have printed. */
export interface OutputCheck {
  /** What a reader sees, e.g. `prints its line`. */
  name: string;
  /** The whole line, without its newline. */
  line: string;
  /** Where it is printed; `stdout` when missing. */
  stream?: 'stdout' | 'stderr';
  /** Guest time to wait for it, ms; 1,000 when missing. */
  withinMs?: GuestTime;
}

/** What an answer must be; at least one member. */
export interface Expectation {
  /** The whole answer. */
  exact?: string;
  /** How it begins. */
  prefix?: string;
  /** What it contains. */
  contains?: string;
  /** How it ends. */
  suffix?: string;
  /** How it ends: with all bytes of this file of the guest, an absolute path. */
  suffixFile?: string;
}

/** A program that runs in the guest beside the app. */
export interface ClientDeclaration {
  /** Packages that hold it, beyond the app's own. */
  packages?: PackageName[];
  /** The program, an absolute path in the guest, and the arguments that it always gets. */
  command: string[];
  /** Environment variables; there are no others. */
  env?: Record<string, string>;
}
