/** Who may import whom: the rooms of docs/architecture.md. */

const { ROOMS } = require('./test/package/rooms.cjs');

const CLIENT = '^client/';

/** A rule for each room: of the other rooms it uses those that its list has. */
const roomRules = Object.entries(ROOMS).map(([room, { path, uses }]) => ({
	name: `what-${room.replace('/', '-')}-may-use`,
	comment: 'See docs/architecture.md; the list is test/package/rooms.cjs.',
	severity: /** @type {const} */ ('error'),
	from: { path },
	to: {
		path: Object.values(ROOMS).map((one) => one.path),
		pathNot: [path, ...uses.flatMap((name) => ROOMS[name]?.path ?? [])],
	},
}));

/** A rule for each room of which another uses some files only. */
const fileRules = Object.entries(ROOMS).flatMap(([room, { path, only = {} }]) =>
	Object.entries(only).map(([used, files]) => ({
		name: `what-${room}-takes-of-${used}`,
		comment: 'See docs/architecture.md; the list is test/package/rooms.cjs.',
		severity: /** @type {const} */ ('error'),
		from: { path },
		to: { path: ROOMS[used]?.path ?? '', pathNot: `/(${files.join('|')})\\.ts$` },
	})),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...roomRules,
		...fileRules,
		{
			name: 'no-cycles',
			comment: 'A cycle means that two rooms are one. Types count too.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'unresolvable',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true },
		},
		{
			name: 'client-stands-alone',
			comment: 'The client needs nothing but itself: no n8n, no package, no module of Node.',
			severity: 'error',
			from: { path: CLIENT },
			to: { pathNot: CLIENT },
		},
		{
			name: 'generated-types-behind-routes',
			comment: 'What the contract is made into is read in one place.',
			severity: 'error',
			from: { pathNot: '^(client/core/routes\\.ts|client/core/generated/|test/)' },
			to: { path: '^client/core/generated/' },
		},
		{
			name: 'client-by-its-front-door',
			severity: 'error',
			from: { pathNot: '^client/' },
			to: { path: CLIENT, pathNot: '^client/(index\\.ts|core/generated/)' },
		},
		{
			name: 'nodes-ship-nothing-else',
			comment: "n8n Cloud takes relative files, n8n-workflow and crypto, and for a memory n8n's SDK.",
			severity: 'error',
			from: { path: '^(nodes|credentials)/', pathNot: '^nodes/WtsChat/memory/' },
			to: { pathNot: '^(nodes/|client/|credentials/|node_modules/n8n-workflow/|crypto$)' },
		},
		{
			name: 'the-memory-ships-nothing-else',
			severity: 'error',
			from: { path: '^nodes/WtsChat/memory/' },
			to: { pathNot: '^(nodes/|client/|node_modules/(n8n-workflow|@n8n/ai-node-sdk)/)' },
		},
		{
			name: 'nobody-imports-tests',
			severity: 'error',
			from: { pathNot: '^(test|bench|dev)/' },
			to: { path: '^(test|bench|dev)/' },
		},
		{
			name: 'client-flows-on-core-and-values',
			comment: 'Flows use the core and values; neither of them uses a flow.',
			severity: 'error',
			from: { path: '^client/(core|values)/' },
			to: { path: '^client/flows/' },
		},
		{
			name: 'values-need-no-request',
			severity: 'error',
			from: { path: '^client/values/' },
			to: { path: '^client/core/' },
		},
		{
			name: 'the-runner-alone-looks-up',
			comment: 'How items run is told to run.ts: the list of resources, what a model names, the options of a run.',
			severity: 'error',
			from: { path: '^nodes/WtsChat/core/', pathNot: '^nodes/WtsChat/core/run\\.ts$' },
			to: { path: '^nodes/WtsChat/', pathNot: '^nodes/WtsChat/(core|platform)/' },
		},
		{
			name: 'the-assembled-description-is-for-the-node',
			severity: 'error',
			from: { pathNot: '^(nodes/WtsChat/(core/(panel|outputs)|actions/properties)\\.ts$|test/|dev/)' },
			to: { path: '^nodes/WtsChat/core/(panel|outputs)\\.ts$' },
		},
		{
			name: 'the-migration-stands-alone',
			comment: 'From JSON to JSON: whatever changes in the node, it makes of a workflow what it made before.',
			severity: 'error',
			from: { path: '^dev/migrate/' },
			to: { pathNot: '^dev/migrate/', dependencyTypesNot: ['core'] },
		},
		{
			name: 'actions-know-no-neighbours',
			comment: 'What two resources share is in shared/, or a flow of the client.',
			severity: 'error',
			from: { path: '^nodes/WtsChat/actions/([^/]+)/' },
			to: { path: '^nodes/WtsChat/actions/', pathNot: '^nodes/WtsChat/actions/$1/' },
		},
		{
			name: 'operations-know-no-operation',
			comment: 'What two operations share is a file of its own beside them.',
			severity: 'error',
			from: { path: '\\.operation\\.ts$' },
			to: { path: '\\.operation\\.ts$' },
		},
		{
			name: 'actions-have-no-way-back-up',
			comment:
				'An action describes, reads and executes; running and transport are not its affair. Of errors it takes the ' +
				'words: the advice on a value, and what a failure that is its result is told as.',
			severity: 'error',
			from: { path: '^nodes/WtsChat/actions/[^/]+/' },
			to: {
				path: '^nodes/WtsChat/',
				pathNot:
					'^nodes/WtsChat/(shared/|listening/|actions/|core/(operation|reader)\\.ts$|platform/(advice|errors)\\.ts$)',
			},
		},
		{
			name: 'platform-uses-no-other-room',
			comment: 'The seam to n8n and the account knows nothing of what is built on it.',
			severity: 'error',
			from: { path: '^nodes/WtsChat/platform/' },
			to: { path: '^nodes/WtsChat/', pathNot: '^nodes/WtsChat/platform/' },
		},
	],
	options: {
		// Types are dependencies like any other: they tell who knows whom.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'test/tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|artifacts)/' },
		enhancedResolveOptions: {
			extensions: ['.ts', '.mts', '.mjs', '.cjs', '.js', '.json'],
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default', 'types'],
		},
	},
};
