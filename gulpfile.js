const { execFileSync } = require('node:child_process');
const { rmSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { dest, parallel, series, src } = require('gulp');

/** An old file in dist would be packed and loaded. */
async function clean() {
	rmSync('dist', { recursive: true, force: true });
}

async function compile() {
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });
}

/** What tsc does not copy: icons, codex files, output samples. */
function copyAssets() {
	return src(['nodes/**/*.{svg,json}', 'credentials/**/*.{svg,json}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/** Modules that are nothing but data. All other code is loaded when it is used, so that n8n starts quickly. */
const DATA = [
	'dist/credentials/countries.js',
	'dist/nodes/WtsChat/actions/properties.js',
	'dist/nodes/WtsChat/memory/fields.js',
	'dist/nodes/WtsChat/trigger/fields.js',
];

/**
 * Whether JSON can hold a value: no functions, dates, sets.
 * @param {unknown} value
 * @returns {boolean}
 */
function isData(value) {
	if (typeof value === 'function' || typeof value === 'symbol') return false;
	if (typeof value !== 'object' || value === null) return true;
	return (
		[Array.prototype, Object.prototype].includes(Object.getPrototypeOf(value)) && Object.values(value).every(isData)
	);
}

/**
 * JSON as a string literal in single quotes: its own quotes need no escape, which would be a tenth of it.
 * @param {string} json
 */
const literalOf = (json) => `'${json.replace(/[\\']/g, '\\$&')}'`;

/** Writes what the modules come to in place of the code that assembles it. */
async function assembleData() {
	for (const file of DATA) {
		/** @type {Record<string, unknown>} */
		const values = { ...require(resolve(file)) };
		if (!isData(values)) throw new Error(`${file} holds more than data`);
		writeFileSync(file, `Object.assign(exports, JSON.parse(${literalOf(JSON.stringify(values))}));\n`);
	}
}

exports.build = series(clean, parallel(compile, copyAssets), assembleData);
exports.default = exports.build;
