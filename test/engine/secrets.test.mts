import { startBed } from '../bed/bed.mts';
import { Container, NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { Fault } from '../simulator/index.mts';

/** The logger of the very engine that runs: it is not a dependency of this project. */
const { Logger } = require(require.resolve('@n8n/backend-common', { paths: [require.resolve('n8n-core')] })) as {
	Logger: new () => Record<'debug' | 'info' | 'warn' | 'error', (...all: unknown[]) => void>;
};

const { simulator, run } = startBed();
let logged: string[];

beforeEach(async () => {
	logged = [];
	const logger = Container.get(Logger);
	for (const level of ['debug', 'info', 'warn', 'error'] as const) {
		jest.spyOn(logger, level).mockImplementation((...all: unknown[]) => void logged.push(textOf(all)));
	}
});

afterEach(async () => {
	jest.restoreAllMocks();
});

/** All of a value as text, hidden properties and stacks included. */
function textOf(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Reflect.ownKeys(value)
		.map((key) => `${String(key)}: ${textOf(Reflect.get(value, key), seen)}`)
		.join('\n');
}

/** Parts of the token and of the upload URLs that the account handed out. */
function secrets(): string[] {
	const uploads = simulator.requests
		.filter(({ path }) => path.startsWith('/upload/'))
		.flatMap(({ path, query }) => [path.slice('/upload/'.length), String(query['X-Amz-Signature'])]);
	return [simulator.token, simulator.token.slice(3, 20), 'X-Amz-Signature', ...uploads].filter(
		(secret) => secret.length > 8,
	);
}

async function expectNoSecret(
	setup: NodeSetup,
	items: Array<Record<string, unknown>> = [{}],
	apiToken = simulator.token,
	binary = false,
) {
	const file = { data: Buffer.from('not a real image').toString('base64'), mimeType: 'image/png', fileName: 'a.png' };
	const result = await run(setup, items, {
		account: { apiToken, baseUrl: simulator.url },
		...(binary ? { items: items.map((json) => ({ json: json as never, binary: { data: file } })) } : {}),
	});
	const told = [
		result.stored,
		textOf(result.error),
		textOf(result.items(NODE)),
		textOf(result.items('Failed')),
		...logged,
	].join('\n');
	for (const secret of [...secrets(), ...(apiToken === simulator.token ? [] : [apiToken])])
		expect(told).not.toContain(secret);
	return { ...result, told };
}

const FAULTS: Fault[] = [
	{ kind: 'resetBefore' },
	{ kind: 'resetAfter' },
	{ kind: 'timeout', applied: false },
	// For longer than is waited.
	{ kind: 'rateLimited', retryAfter: 700 },
	{ kind: 'html', status: 502 },
	{ kind: 'emptyBody', status: 500 },
	{ kind: 'cutBody' },
	{ kind: 'cutBody', reset: true },
	{ kind: 'error', status: 500 },
	{ kind: 'error', status: 403 },
	{ kind: 'error', status: 400, envelope: 'problem' },
	{ kind: 'error200', key: 'ERROR', text: 'Não foi possível' },
	{ kind: 'redirect', location: 'http://127.0.0.1:1/elsewhere' },
];

const text = (): NodeSetup['parameters'] => ({
	resource: 'session',
	operation: 'sendText',
	sessionId: located('id', simulator.account.named.sessionInProgress.id),
	text: 'Hi',
	options: { timeout: 1 },
});
const file = (): NodeSetup['parameters'] => ({
	...text(),
	operation: 'sendFile',
	fileSource: 'binary',
	binaryPropertyName: 'data',
});

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'no secret is told (%s)',
	(onError) => {
		test.each(FAULTS.map((fault): [string, Fault] => [JSON.stringify(fault), fault]))(
			'by a write that meets %s',
			async (_name, fault) => {
				simulator.faults.add({ fault });
				const { told } = await expectNoSecret({ parameters: text(), onError });
				expect(told).toMatch(/POST \/chat\/v1\/session\/\{id\}\/message/);
			},
		);

		test('by a refused token', async () => {
			const wrong = 'pn_wrongwrongwrongwrong';
			const { told } = await expectNoSecret({ parameters: text(), onError }, [{}], wrong);
			expect(told).toContain('The token was refused');
		});

		test('by a token that cannot be one', async () => {
			await expectNoSecret({ parameters: text(), onError }, [{}], 'Bearer pn_wrong wrong wrong wrong');
		});

		test('by an upload that the store refuses', async () => {
			simulator.quirks.uploadUrlLifetimeMs = -1_000;
			const { told } = await expectNoSecret({ parameters: file(), onError }, [{}], undefined, true);
			expect(secrets().length).toBeGreaterThan(3);
			expect(told).toContain('the upload of the file was refused');
		});

		test('by an upload that was sent', async () => {
			const result = await expectNoSecret({ parameters: file(), onError }, [{}], undefined, true);
			expect(result.error).toBeUndefined();
			expect(secrets().length).toBeGreaterThan(3);
		});

		test('by a host that is not there', async () => {
			await simulator.close();
			const { told } = await expectNoSecret(
				{ parameters: { ...text(), options: {} }, onError: 'continueRegularOutput' },
				[{}],
			);
			expect(told).toContain('the connection was refused');
		});
	},
);

test('what is logged is caught by these tests', async () => {
	simulator.faults.add({ times: 1, fault: { kind: 'rateLimited' } });
	await expectNoSecret({ parameters: text() });
	expect(logged.join()).toContain('failed (RATE_LIMITED); next try in');
});
