/**
 * For the code that n8n's config (in the root folder, which must stay as it is) does not read:
 * `eslint -c test/eslint.config.mjs test dev bench`.
 */
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
	globalIgnores(['**/node_modules', '**/dist', 'artifacts']),
	{
		files: ['**/*.{mts,mjs,cjs,js}'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			// tsc knows better.
			'no-undef': 'off',
			// `const { left, ...rest } = all` is how a property is left out; _ is for what must be there and is not used.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
			],
			'@typescript-eslint/no-explicit-any': 'error',
			eqeqeq: 'error',
		},
	},
	{
		// Of all code, the product's too: this config reads its lines only.
		files: ['**/*.{ts,mts,mjs,cjs,js}'],
		ignores: ['client/**/generated/**'],
		languageOptions: { parser: tseslint.parser },
		plugins: { '@stylistic': stylistic },
		rules: {
			// Biome breaks code, and leaves texts and comments.
			'@stylistic/max-len': ['error', { code: 120, tabWidth: 2 }],
		},
	},
	{
		files: ['client/**/*.ts'],
		ignores: ['client/**/generated/**'],
		rules: {
			// What the client needs from outside is the runtime that it is given.
			'no-restricted-globals': [
				'error',
				...['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'console', 'process'],
				...['performance', 'crypto', 'globalThis'],
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now' },
				{ object: 'Math', property: 'random' },
			],
			'no-restricted-syntax': ['error', 'NewExpression[callee.name="Date"][arguments.length=0]'],
		},
	},
	{
		files: ['**/*.{mjs,cjs,js}', 'test/{bed,engine}/**'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
