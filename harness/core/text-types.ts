// SPDX-License-Identifier: Apache-2.0

// What the texts of YAML files may be, by where they end up. The schemas are generated from these, so that a text with another
// form is refused with file, line and key before anything is done with it.

/**
 * One line for readers.
 * @pattern ^[^\u0000-\u001f\u007f-\u009f]+$
 * @maxLength 500
 */
export type ShortText = string;

/**
 * Sentences for readers, without control characters.
 * @pattern ^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$
 * @maxLength 4000
 */
export type LongText = string;

/**
 * Lower-case letters, digits and dashes, a letter first; it becomes part of file names.
 * @pattern ^[a-z][a-z0-9-]{0,39}$
 */
export type PlainName = string;

/**
 * An absolute path in the guest, without `..` and control characters.
 * @pattern ^(?=/)(/(?![.]{1,2}(/|$))[^/\u0000-\u001f\u007f]+)*[/]?$
 * @maxLength 4000
 */
export type GuestPath = string;

/**
 * Permissions, octal as text, e.g. `0644`.
 * @pattern ^[0-7]{3,4}$
 */
export type OctalMode = string;

/**
 * A path relative to the file that names it, without control characters.
 * @pattern ^[^/\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$
 * @maxLength 1000
 */
export type RelativePath = string;

/**
 * One argument of a program, or a value of its environment: any text without a zero byte.
 * @pattern ^[^\u0000]*$
 * @maxLength 16000
 */
export type Argument = string;

/**
 * Environment variables by name: letters, digits and underscores.
 * @propertyNames {"pattern": "^[A-Za-z_][A-Za-z0-9_]{0,99}$"}
 */
export type EnvironmentVariables = Record<string, Argument>;

/**
 * One whole line that a program prints, without its newline.
 * @pattern ^[^\u0000\n]*$
 * @maxLength 4000
 */
export type PrintedLine = string;

/**
 * A part of a kernel command line: printable ASCII, words with one space between.
 * @pattern ^([!-~]+( [!-~]+)*)?$
 * @maxLength 1000
 */
export type KernelArguments = string;

/**
 * A limit of time, ms.
 * @asType integer
 * @minimum 1
 * @maximum 86400000
 */
export type Milliseconds = number;

/**
 * A TCP port.
 * @asType integer
 * @minimum 1
 * @maximum 65535
 */
export type TcpPort = number;

/**
 * A percentage from 0 to 100, such as `0.5%`.
 * @pattern ^(100([.]0{1,6})?|[0-9]{1,2}([.][0-9]{1,6})?) ?%$
 */
export type Percentage = string;

/**
 * How much worse counts as nothing, by metric; `all` is for those that are not named.
 * @propertyNames {"pattern": "^[a-z][a-z0-9_]*([.][a-z0-9_-]+)*$", "maxLength": 100}
 */
export type MarginsByMetric = Record<string, Percentage>;
