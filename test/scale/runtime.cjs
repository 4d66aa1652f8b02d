/**
 * Loaded into every n8n process of these scenarios before n8n, by NODE_OPTIONS: sets the clock of a process apart, and
 * lets time run faster for some accounts. Everything else is n8n and the package as they are.
 */
const Module = require('node:module');
const path = require('node:path');

const offset = Number(process.env.WTS_CLOCK_OFFSET_MS ?? 0);
if (offset !== 0) {
	const RealDate = Date;
	const now = () => RealDate.now() + offset;
	class OffsetDate extends RealDate {
		constructor(...args) {
			if (args.length === 0) super(now());
			else super(...args);
		}

		static now() {
			return now();
		}
	}
	globalThis.Date = OffsetDate;
}

const TRANSPORT = path.join('dist', 'nodes', 'WtsChat', 'platform', 'transport.js');

/** For tokens such as pn_x4_1 a second here is four for the package's pauses; the simulator's windows are shorter. */
function quicken(exported) {
	const { n8nRuntime } = exported;
	exported.n8nRuntime = (context, token = '') => {
		const runtime = n8nRuntime(context, token);
		const factor = Number(/^pn_x(\d+)_/.exec(token)?.[1] ?? 1);
		if (factor === 1) return runtime;
		return {
			...runtime,
			now: () => runtime.now() * factor,
			sleep: async (ms, signal) => await runtime.sleep(ms / factor, signal),
		};
	};
}

const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, filename) => {
	load(module, filename);
	if (filename.endsWith(TRANSPORT) && filename.includes('n8n-nodes-wts-chat')) quicken(module.exports);
};
