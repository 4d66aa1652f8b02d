/**
 * Which room may use which: what docs/architecture.md says, for the dependency check. A test holds the three (page,
 * list and code) against each other. `only` names the files of a room beside which nothing of it is used. Rules that
 * are finer yet are in .dependency-cruiser.cjs.
 *
 * @type {Record<string, { path: string, uses: string[], only?: Record<string, string[]> }>}
 */
const ROOMS = {
	'client/core': { path: '^client/core/', uses: ['client/values'] },
	'client/values': { path: '^client/values/', uses: [] },
	'client/flows': { path: '^client/flows/', uses: ['client/core', 'client/values'] },
	credentials: { path: '^credentials/', uses: ['client'] },
	nodes: {
		path: '^nodes/WtsChat/[^/]+$',
		uses: ['actions', 'core', 'memory', 'pickers', 'platform', 'trigger', 'wait'],
	},
	core: {
		path: '^nodes/WtsChat/core/',
		uses: ['actions', 'client', 'pickers', 'platform', 'shared'],
		only: { actions: ['index'], pickers: ['index'], shared: ['runOptions'] },
	},
	platform: { path: '^nodes/WtsChat/platform/', uses: ['client'] },
	listening: { path: '^nodes/WtsChat/listening/', uses: ['client', 'platform'] },
	shared: {
		path: '^nodes/WtsChat/shared/',
		uses: ['client', 'core', 'listening', 'platform'],
		only: { core: ['fromModel', 'moment', 'operation', 'reader', 'toolAnswer'] },
	},
	pickers: { path: '^nodes/WtsChat/pickers/', uses: ['client', 'platform'] },
	actions: {
		path: '^nodes/WtsChat/actions/',
		uses: ['client', 'core', 'listening', 'platform', 'shared'],
		only: { core: ['operation', 'outputs', 'panel', 'reader'], platform: ['advice', 'errors'] },
	},
	trigger: {
		path: '^nodes/WtsChat/trigger/',
		uses: ['actions', 'client', 'core', 'listening', 'platform', 'shared'],
		only: { actions: ['output'], core: ['reader'] },
	},
	wait: {
		path: '^nodes/WtsChat/wait/',
		uses: ['client', 'core', 'listening', 'platform', 'trigger'],
		only: { core: ['forModel', 'toolAnswer'], trigger: ['events'] },
	},
	memory: {
		path: '^nodes/WtsChat/memory/',
		uses: ['client', 'core', 'listening', 'platform', 'shared'],
		only: { core: ['reader'] },
	},
	test: {
		path: '^test/',
		uses: ['actions', 'client', 'client/core', 'core', 'dev', 'listening', 'memory', 'platform', 'shared', 'trigger'],
	},
	bench: { path: '^bench/', uses: ['client', 'dev', 'test'] },
	dev: { path: '^dev/', uses: ['test'] },
	/** The front door of the client. */
	client: { path: '^client/index\\.ts$', uses: ['client/core', 'client/flows', 'client/values'] },
};

module.exports = { ROOMS };
