// SPDX-License-Identifier: Apache-2.0
import type {
  Argument,
  EnvironmentVariables,
  GuestPath,
  OctalMode,
  PlainName,
  RelativePath,
  ShortText,
} from '../core/text-types.js';
import type { FunctionalCheck, Readiness } from './check-types.js';

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
  /** Name used in scenarios and on the command line; equals the folder's name. */
  name: PlainName;
  /** What a reader sees in a report, a few words. */
  title: ShortText;
  /** Debian or Ubuntu packages that hold the app, `name` or `name=version`. Only the files that it needs are taken. */
  packages?: PackageName[];
  /**
   * Container image whose root file system the guest gets whole: `docker.io/library/traefik:v2.11` or `…@sha256:<digest>` in
   * a registry, `oci:FOLDER[:TAG]` or `oci-archive:FILE[:TAG]` on this host, relative to app.yaml. The app's own files
   * replace those of the image; of the image's configuration nothing is taken.
   * @pattern ^[a-zA-Z0-9\[][^\u0000-\u001f\u007f]*$
   * @maxLength 1000
   */
  oci?: string;
  /**
   * Components in which the packages are looked for, beside those that this machine's own lists name, e.g. `non-free`.
   * One that a server does not have is passed over: Debian and Ubuntu name theirs differently.
   */
  components?: ComponentName[];
  /**
   * App whose kernel this one runs on, so that `lupine-<app>` is that one's, or `general` for `lupine-general`. The app itself when missing.
   */
  kernel?: PlainName;
  /** Files added to the root file system. */
  files?: AppFile[];
  /** Empty directories added to the root file system. */
  directories?: AppDirectory[];
  /**
   * Room on the root disk for what the app writes, in MiB; as an initramfs the root has what the memory has. Next to none when missing.
   * @minimum 1
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
  command: Argument[];
  /** Environment variables; there are no others. */
  env?: EnvironmentVariables;
  /** Working directory, absolute; `/` when missing. */
  cwd?: GuestPath;
  /** User and group that the app runs as; root when missing. */
  user?: AppUser;
  /**
   * True when the app needs rights of the user root that a container does not give: devices, ports, mounts, the clock. It can then
   * write a report of its own, so its results rest on trust in it, and every report says so.
   */
  privileged?: boolean;
  /** Arguments after those of the command when the load comes from the host: with them the app listens on every interface. */
  hostLoadArgs?: Argument[];
  /** Network that the app needs: none, or the loopback interface. An interface to the outside is the run's matter. */
  network: 'none' | 'loopback';
  /** True when the app writes the counter at its first instruction to the descriptor that LUPINE_TSC_FD names. */
  reportsMain?: boolean;
  /** When the app counts as ready. */
  ready: Readiness;
  /** What the app must do to count as working; carried out in order once it is ready. */
  checks: FunctionalCheck[];
  /**
   * Programs that may run beside the app in the guest, by name.
   * @propertyNames {"pattern": "^[a-z][a-z0-9_-]{0,39}$"}
   */
  clients?: Record<string, ClientDeclaration>;
}

/** A file of the root file system. Exactly one of `content`, `source`, `package`, `folder`, `guest` and `built` says where it comes from. */
export interface AppFile {
  /** Absolute path in the guest. */
  path: GuestPath;
  /** Permissions, octal as text, e.g. `0644`; `0644` when missing, or the package's own. */
  mode?: OctalMode;
  /** The file's text. */
  content?: string;
  /** A file beside app.yaml, relative to it. */
  source?: RelativePath;
  /** Path of the file inside the app's packages. A program or library brings the libraries that it needs. */
  package?: GuestPath;
  /**
   * Path of a folder inside the app's packages, all of whose files go below `path`, whichever of the packages they are in.
   * Programs and libraries bring the libraries that they need; links stay as they are, without what they point to.
   */
  folder?: GuestPath;
  /** One of the project's own guest programs. */
  guest?: 'hello' | 'listens';
  /** A program that is built from source here, by a recipe: the same file on every system. */
  built?: BuiltProgram;
}

/** Programs that are built from source here. */
export type BuiltProgram =
  | 'hello-musl'
  | 'micro'
  | 'redis-server'
  | 'redis-cli'
  | 'redis-benchmark'
  | 'redis-server-libc'
  | 'redis-benchmark-libc'
  | 'redis-client'
  | 'http-client'
  | 'nginx';

/** A directory of the root file system. */
export interface AppDirectory {
  /** Absolute path in the guest. */
  path: GuestPath;
  /** Permissions, octal as text; `0755` when missing. */
  mode?: OctalMode;
}

/** Device nodes that a guest can have. */
export type DeviceName = 'null' | 'zero' | 'full' | 'random' | 'urandom';

/** A mounted file system. */
export interface AppMount {
  /** Type as the kernel names it. */
  type: 'proc' | 'sysfs' | 'tmpfs' | 'ramfs';
  /** Absolute path in the guest. */
  target: GuestPath;
  /**
   * Mount options, e.g. `size=16m`.
   * @pattern ^[A-Za-z0-9_=,.%:/-]*$
   * @maxLength 200
   */
  options?: string;
  /** True when the app also works without it: a kernel that lacks it is no failure. */
  optional?: boolean;
}

/** One value written before the app starts. */
export interface AppSetting {
  /**
   * Absolute path below /proc/sys or /sys.
   * @pattern ^/(proc/sys|sys)(/(?![.]{1,2}(/|$))[A-Za-z0-9_.:-]+)+$
   * @maxLength 1000
   */
  path: string;
  /** What is written. */
  value: Argument;
  /** True when a kernel without this file is no failure. */
  optional?: boolean;
}

/** A resource limit. */
export interface ResourceLimit {
  /** Which resource, as `ulimit` counts it: files, bytes or processes. */
  name: 'nofile' | 'memlock' | 'stack' | 'nproc' | 'core' | 'as';
  /**
   * Soft limit.
   * @asType integer
   * @minimum 0
   * @maximum 9007199254740991
   */
  soft: number;
  /**
   * Hard limit; equal to the soft limit when missing.
   * @asType integer
   * @minimum 0
   * @maximum 9007199254740991
   */
  hard?: number;
}

/** A user by number: the guest has no user database unless the app brings one. */
export interface AppUser {
  /**
   * User number.
   * @asType integer
   * @minimum 0
   * @maximum 4294967294
   */
  uid: number;
  /**
   * Group number.
   * @asType integer
   * @minimum 0
   * @maximum 4294967294
   */
  gid: number;
}

/** A program that runs in the guest beside the app. */
export interface ClientDeclaration {
  /** Packages that hold it, beyond the app's own. */
  packages?: PackageName[];
  /** The program, an absolute path in the guest, and the arguments that it always gets. */
  command: Argument[];
  /** Environment variables; there are no others. */
  env?: EnvironmentVariables;
}
