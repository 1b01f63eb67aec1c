// SPDX-License-Identifier: Apache-2.0
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import own from './lint/plugin.js';

/** What `harness/` does in one place only, with what to write instead; texts, names and numbers of others go through there. */
const restricted = [
  {
    selector:
      'CallExpression[callee.property.name=/^replace(All)?$/][arguments.1.type!=/^(Literal|ArrowFunctionExpression)$/][arguments.1.name!=/^[A-Z_]+$/]',
    message: 'A replacement may have a pattern such as $& in it: write a function that gives it.',
  },
  {
    selector: "ConditionalExpression[test.operator='instanceof'] > MemberExpression[property.name='message']",
    message: 'An error may quote anything: use reasonOf().',
  },
  {
    selector:
      "CallExpression[callee.name=/^set(Timeout|Interval)$/][arguments.1.type!='Literal'][arguments.1.name!=/^[A-Z_]+$/][arguments.1.callee.name!='timerMs']",
    message: 'A timer that is given more than it holds ends at once: use timerMs().',
  },
  {
    selector: 'NewExpression[callee.name=/^(Markup|Markdown)$/]',
    message: 'Text becomes markup through html`…` or marked`…`, which escape what is put into them.',
  },
];

/** Where each of these places is, and what has to begin before it. */
const places = {
  'own/outside-names': ['harness/core/own.ts'],
  'own/outside-numbers': ['harness/core/numbers.ts'],
  'no-restricted-syntax': [
    'harness/core/reason.ts',
    'harness/cli/main.ts',
    'harness/report/html/{markup,section}.ts',
    'harness/report/markdown/markdown.ts',
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'results/', 'coverage/', '**/*.js'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Scenario and schema objects have dictionaries for types; the compiler asks for brackets there.
      '@typescript-eslint/dot-notation': 'off',
      'max-lines': ['error', { max: 250 }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['harness/**/*.ts'],
    plugins: { own, regexp },
    rules: {
      'own/outside-names': 'error',
      'own/outside-numbers': 'error',
      // Text of others may be made for a pattern that goes back and forth over it.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
      'no-restricted-syntax': ['error', ...restricted],
    },
  },
  {
    // Run by Node as they are, before anything is compiled; what they print is their result.
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    plugins: { regexp },
    rules: {
      'no-console': 'off',
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    },
  },
  ...Object.entries(places).map(([rule, files]) => ({ files, rules: { [rule]: 'off' } })),
);
