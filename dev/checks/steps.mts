/** One of the checks of `npm test`. */
export interface Step {
	readonly name: string;
	/** As somebody would type it to run this one alone. */
	readonly command: readonly [program: string, ...args: string[]];
	readonly what: string;
	/** Seconds on two cores that have nothing else to do; the next run tells what it took here. */
	readonly seconds: number;
}

const script = (name: string): Step['command'] => ['npm', 'run', '--silent', name];

/** In this order: what is quickly said comes before what takes long, and the tests read what the build has made. */
export const STEPS: readonly Step[] = [
	{ name: 'build', command: script('build'), what: 'compiles the package into dist', seconds: 25 },
	{ name: 'format', command: script('format:check'), what: 'the layout of the code', seconds: 2 },
	{ name: 'types', command: script('typecheck'), what: 'the types of package, tests and tools', seconds: 20 },
	{
		name: 'lint',
		command: script('lint'),
		what: "n8n's rules for community nodes, and those of the tests",
		seconds: 45,
	},
	{ name: 'architecture', command: script('architecture'), what: 'who may import whom', seconds: 8 },
	{ name: 'samples', command: script('samples:check'), what: 'output samples are those of today', seconds: 20 },
	{ name: 'numbering', command: script('numbering:check'), what: 'the phone numbers of countries', seconds: 2 },
	{ name: 'docs', command: script('docs:check'), what: 'generated parts of the docs are those of today', seconds: 2 },
	{
		name: 'jest',
		command: ['jest'],
		what: "client, every operation in n8n's engine, package, chaos, fuzzing",
		seconds: 780,
	},
	{ name: 'scan', command: script('scan'), what: "n8n's scanner, on the packed package", seconds: 10 },
];
