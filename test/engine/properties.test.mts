import fc from 'fast-check';
import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, run: runNode } = startBed({ shared: true, windows: 1 / 10_000 });

const run = async (resource: string, operation: string, parameters: Record<string, unknown>) => {
	simulator.requests.length = 0;
	return await runNode({ parameters: { resource, operation, ...parameters } });
};

const RUNS = { numRuns: 40 };

/** The workflow's time zone in these tests, São Paulo, has had a fixed offset since 2019. */
const OFFSET_MS = 3 * 3_600_000;
const instants = fc.date({
	min: new Date('2020-01-01T00:00:00Z'),
	max: new Date('2035-01-01T00:00:00Z'),
	noInvalidDate: true,
});

describe('session.getAll and session.get: dates', () => {
	const sent = async (createdAtAfter: unknown) => {
		const result = await run('session', 'getAll', { limit: 1, filters: { createdAtAfter } });
		expect(result.error).toBeUndefined();
		return Date.parse(String(simulator.requests.at(-1)?.query['CreatedAt.After']));
	};

	test('a date with a zone of its own reaches the server as the same instant', async () => {
		await fc.assert(
			fc.asyncProperty(instants, async (instant) => {
				expect(await sent(instant.toISOString())).toBe(instant.getTime());
			}),
			RUNS,
		);
	});

	test('a date without a zone is read in the time zone of the workflow', async () => {
		await fc.assert(
			fc.asyncProperty(instants, async (instant) => {
				const local = instant.toISOString().replace('Z', '');
				expect(await sent(local)).toBe(instant.getTime() + OFFSET_MS);
			}),
			RUNS,
		);
	});

	test('whatever is no date is refused before any request', async () => {
		await fc.assert(
			fc.asyncProperty(fc.stringMatching(/^[a-z!?]{1,20}$/), async (text) => {
				const result = await run('session', 'getAll', { filters: { createdAtAfter: text } });
				expect(result.error?.message).toMatch(/"Created After" is not a (valid )?date/);
				expect(simulator.requests).toEqual([]);
			}),
			RUNS,
		);
	});
});

describe('contact.update: fields', () => {
	const SELECTORS = {
		name: ['Name', 'Ana'],
		email: ['Email', 'ana@example.com'],
		instagram: ['Instagram', 'ana.souza'],
		annotation: ['Annotation', 'Prefers mornings'],
		status: ['Status', 'ACTIVE'],
		pictureUrl: ['PictureUrl', 'https://example.com/ana.png'],
	} as const;
	const names = Object.keys(SELECTORS) as Array<keyof typeof SELECTORS>;

	test('the request names and carries exactly the fields that were filled in', async () => {
		await fc.assert(
			fc.asyncProperty(fc.subarray(names, { minLength: 1 }), async (filled) => {
				const updateFields = Object.fromEntries(filled.map((name) => [name, SELECTORS[name][1]]));
				const contactId = located('id', String(simulator.account.named.contactAna.id));
				const result = await run('contact', 'update', { contactId, updateFields });
				expect(result.error).toBeUndefined();
				expect(result.json(NODE)).toHaveLength(1);
				const { fields, ...body } = simulator.requests.at(-1)?.body as { fields: string[] };
				expect([...fields].sort()).toEqual(filled.map((name) => SELECTORS[name][0]).sort());
				expect(Object.keys(body).sort()).toEqual([...filled].sort());
				expect(simulator.violations).toEqual([]);
			}),
			RUNS,
		);
	});

	test('an update without any field is refused', async () => {
		const contactId = located('id', String(simulator.account.named.contactAna.id));
		const result = await run('contact', 'update', { contactId, updateFields: {} });
		expect(result.error?.message).toMatch(/\[item 0\]/);
		expect(simulator.requests).toEqual([]);
	});
});
