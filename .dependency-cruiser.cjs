/** Who may import whom: the rooms of docs/architecture.md. */

const CLIENT = '^client/';
const ACTION = '^nodes/WtsChat/actions/([^/]+)/[^/]+\\.operation\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
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
			from: { pathNot: '^(client/routes\\.ts|client/generated/|test/)' },
			to: { path: '^client/generated/' },
		},
		{
			name: 'client-by-its-front-door',
			severity: 'error',
			from: { pathNot: '^client/' },
			to: { path: CLIENT, pathNot: '^client/(index\\.ts|generated/)' },
		},
		{
			name: 'nodes-ship-nothing-else',
			comment: 'n8n Cloud takes relative files, n8n-workflow and crypto.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { pathNot: '^(nodes/|client/|node_modules/n8n-workflow/|crypto$)' },
		},
		{
			name: 'nobody-imports-tests',
			severity: 'error',
			from: { pathNot: '^(test|bench|dev)/' },
			to: { path: '^(test|bench|dev)/' },
		},
		{
			name: 'actions-know-no-neighbours',
			comment: 'What two actions share is a field, or a flow of the client.',
			severity: 'error',
			from: { path: ACTION },
			to: { path: '^nodes/WtsChat/actions/' },
		},
		{
			name: 'actions-have-no-way-back-up',
			comment: 'An action describes, reads and executes. Running, transport and errors are not its affair.',
			severity: 'error',
			from: { path: ACTION },
			to: {
				path: '^nodes/WtsChat/',
				pathNot: '^nodes/WtsChat/(fields/|actions/|(operation|reader|binary)\\.ts$)',
			},
		},
		{
			name: 'fields-know-no-action',
			severity: 'error',
			from: { path: '^nodes/WtsChat/fields/' },
			to: { path: '^nodes/WtsChat/(actions/|methods/|(run|transport|errors|lanes|WtsChat\\.node)\\.ts$)' },
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
