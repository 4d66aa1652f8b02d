const { execFileSync } = require('node:child_process');
const { rmSync } = require('node:fs');
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

exports.build = series(clean, parallel(compile, copyAssets));
exports.default = exports.build;
