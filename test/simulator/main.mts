import { parseArgs } from 'node:util';
import { summary } from './control.mts';
import { type SimulatorOptions, startSimulator } from './index.mts';

const HELP = `Simulates the WTS Chat platform on this machine.

  npm run simulator -- [options]

  --port <n>         port to listen on (default 4010)
  --contacts <n>     contacts of the account (default 300)
  --latency <ms>     delay of every answer (default 0)
  --no-limits        no rate limits
  --limit-scale <f>  shorter limit windows, such as 0.01
  --seed <n>         seed of the account
  --help             this text
`;

async function main(): Promise<void> {
	const options = readOptions();
	if (options === undefined) return;
	const simulator = await startSimulator(options);
	const { counts, named } = summary(simulator.account);
	console.log(`WTS Chat simulator at ${simulator.url} (seed ${simulator.seed})`);
	console.log(`Token (all rights):            ${simulator.token}`);
	console.log(`Token (no sends, no contacts): ${simulator.readOnlyToken}`);
	console.log(
		`\n${Object.entries(counts)
			.map(([name, count]) => `${count} ${name}`)
			.join(', ')}\n`,
	);
	console.table(named);
	console.log(`Page for people: ${simulator.url}/__simulator

Control, without a token:
  GET  ${simulator.url}/__simulator/requests | violations | deliveries | account | quirks | faults
  POST ${simulator.url}/__simulator/quirks           {"notFoundAs500": false}
  POST ${simulator.url}/__simulator/faults
       {"match": {"method": "POST"}, "times": 1, "fault": {"kind": "resetAfter"}}
  DELETE ${simulator.url}/__simulator/faults
  POST ${simulator.url}/__simulator/receive-message  {"sessionId": "...", "text": "Oi"}
  POST ${simulator.url}/__simulator/write-as-agent | assign-session | complete-session | change-card | change-contact
  POST ${simulator.url}/__simulator/run-chatbot-block {"url": "...", "sessionId": "..."}
  POST ${simulator.url}/__simulator/emit             {"eventType": "...", "content": {}}
  POST ${simulator.url}/__simulator/reset

Stop with Ctrl+C.`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void simulator.close().then(() => process.exit(0));
		});
	}
}

function readOptions(): SimulatorOptions | undefined {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			contacts: { type: 'string', default: '300' },
			latency: { type: 'string', default: '0' },
			'no-limits': { type: 'boolean', default: false },
			'limit-scale': { type: 'string' },
			seed: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return undefined;
	}
	const scale = values['limit-scale'];
	return {
		port: numberOf('port', values.port, 65_535),
		contacts: numberOf('contacts', values.contacts),
		latencyMs: numberOf('latency', values.latency),
		limits: values['no-limits']
			? 'off'
			: scale === undefined
				? 'documented'
				: { scale: numberOf('limit-scale', scale) },
		...(values.seed !== undefined && { seed: numberOf('seed', values.seed) }),
	};
}

function numberOf(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
	const value = Number(text);
	if (text === '' || !Number.isFinite(value) || value < 0 || value > most) {
		throw new Error(`--${name} needs a number from 0 to ${most}, not "${text}".`);
	}
	return value;
}

function inPlainWords(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') return 'The port is in use: stop what runs there, or choose another with --port.';
	if (code === 'EACCES') return 'This port may not be used without special rights: choose one above 1023 with --port.';
	if (code?.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${HELP}`;
	return error.message;
}

main().catch((error: unknown) => {
	console.error(inPlainWords(error));
	process.exit(1);
});
