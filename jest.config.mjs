/** Where the n8n engine of the tests comes from: this project's, or another version's folder. */
const engineDir = process.env.N8N_ENGINE_DIR;

/** @type {Record<string, [string, Record<string, unknown>]>} */
const transform = {
	'^.+\\.m?tsx?$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
		},
	],
};

/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	// Jest leaves one core to watching; many tests here wait for a server.
	maxWorkers: '100%',
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'cjs', 'js', 'json', 'node'],
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/artifacts/'],
	transform,
	// For tests that hang: on a machine that has more to do, one that works may take minutes.
	testTimeout: 180_000,
	// n8n-core keeps a timer of 60 s alive.
	forceExit: true,
	...(engineDir === undefined
		? {}
		: {
				/** @type {Record<string, string>} */
				moduleNameMapper: {
					'^(n8n-core|n8n-workflow|@n8n/di|reflect-metadata)$': `${engineDir}/node_modules/$1`,
				},
			}),
};
