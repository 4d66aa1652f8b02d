import { startBed } from '../bed/bed.mts';
import { Container, core, type EngineRun, NODE, runWorkflow, workflowOf } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, named, account } = startBed();

const sendFile = (binaryPropertyName: unknown) =>
	workflowOf({
		parameters: {
			resource: 'session',
			operation: 'sendFile',
			sessionId: located('id', named().sessionInProgress.id),
			fileSource: 'binary',
			binaryPropertyName,
		},
		onError: 'continueRegularOutput',
	});
const run = async (
	binaryPropertyName: unknown,
	file: Record<string, unknown>,
	binaryMode = 'separate',
): Promise<EngineRun> =>
	await runWorkflow(
		{ ...sendFile(binaryPropertyName), settings: { binaryMode } as never },
		{ account: account(), binary: 'files', items: [{ json: {}, binary: { data: file } as never }] },
	);
const sent = () => simulator.requests.filter(({ route }) => route === '/chat/v1/session/{id}/message');
const IMAGE = { data: Buffer.from('not a real image').toString('base64'), mimeType: 'image/png', fileName: 'a.png' };

describe('in the binary mode "combined"', () => {
	test.each(['data', ' _files.data ', '={{ $json._files.data }}'])('a file is found as %s', async (name) => {
		const result = await run(name, IMAGE, 'combined');
		expect(result.items('Start')[0]).toMatchObject({ json: { _files: { data: { fileName: 'a.png' } } } });
		expect(result.json(NODE)[0]).not.toHaveProperty('error');
		expect(sent()).toHaveLength(1);
	});

	test('one that is not there is refused in words of the field', async () => {
		const [{ error } = {}] = (await run('picture', IMAGE, 'combined')).json(NODE);
		expect(error).toMatchObject({
			code: 'INVALID_REQUEST',
			message: expect.stringMatching(/is "picture", but the item has "data"/) as string,
			ambiguous: false,
		});
		expect(simulator.requests).toEqual([]);
	});
});

describe('a failure inside n8n', () => {
	test.each([
		['filesystem-v2:workflows/x/executions/1/binary_data/gone'],
		['s3:workflows/x/executions/1/binary_data/gone'],
		['nothing:at-all'],
	])('a stored file that cannot be read (%s): its own words, and nothing is sent', async (id) => {
		const [{ error } = {}] = (await run('data', { ...IMAGE, data: 'filesystem-v2', id })).json(NODE);
		expect(error).toMatchObject({
			code: 'LOCAL_FAILURE',
			// An older engine tells when the file is opened, which is when it is uploaded.
			message: expect.stringMatching(
				/^("Input Binary Field" is a file that n8n cannot read: \S|The file or directory does not exist)/,
			) as string,
			hint: expect.stringMatching(/^Nothing was sent/) as string,
			ambiguous: false,
			retryable: false,
		});
		expect(simulator.requests).toEqual([]);
	});

	test('one that goes while it is uploaded: the same', async () => {
		const service = Container.get(core.BinaryDataService);
		const reading = jest.spyOn(service, 'getAsStream').mockRejectedValue(new Error('Der Speicher ist weg'));
		try {
			const [{ error } = {}] = (await run('data', IMAGE, 'combined')).json(NODE);
			expect(error).toMatchObject({
				code: 'LOCAL_FAILURE',
				message: expect.stringContaining('Der Speicher ist weg') as string,
				ambiguous: false,
			});
			expect(sent()).toEqual([]);
		} finally {
			reading.mockRestore();
		}
	});
});
