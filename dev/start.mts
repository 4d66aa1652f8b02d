import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, isBuilt } from './build.mts';
import { readExamples } from './examples.mts';
import { cacheFolder, ensureHost, isHostInstalled } from './n8n/host.mts';
import { PROJECT } from './n8n/package.mts';
import { freePortNear, isFree } from './n8n/ports.mts';
import { endOnSignals } from './n8n/processes.mts';
import type { Login } from './n8n/rest.mts';
import { Progress } from './progress.mts';
import { CREDENTIAL_TYPE, type Stage, setUpStage } from './stage.mts';
import { type CommandLine, HELP, readCommandLine } from './start-options.mts';

const DEFAULT_PORT = 5678;
const DEFAULT_SIMULATOR_PORT = 4010;

async function main(): Promise<void> {
	const line = readCommandLine(process.argv.slice(2), process.env);
	if (line.help) {
		console.log(HELP);
		return;
	}
	const port = await choosePort('--port', line.port, DEFAULT_PORT);
	const simulatorPort = await choosePort('--simulator-port', line.simulatorPort, DEFAULT_SIMULATOR_PORT);
	const userFolder = line.data ?? mkdtempSync(path.join(tmpdir(), 'wts-chat-n8n-'));

	const state: { stage?: Stage; stopping: boolean } = { stopping: false };
	process.on('exit', () => {
		if (line.data === undefined) rmSync(userFolder, { recursive: true, force: true });
	});
	endOnSignals(async () => {
		state.stopping = true;
		console.log('\nStopping ...');
		await state.stage?.stop();
	});

	const installs = !isHostInstalled();
	const builds = !isBuilt();
	const progress = new Progress(
		[
			...(installs ? [{ name: 'Installing n8n, once', seconds: 330 }] : []),
			...(builds ? [{ name: 'Building the package', seconds: 20 }] : []),
			{ name: 'Starting n8n', seconds: 20 },
			{ name: 'Importing the templates', seconds: 5 },
		],
		{
			print: (text) => console.log(text),
			memory: path.join(PROJECT, 'node_modules', '.cache', 'n8n-nodes-wts-chat', 'start.json'),
		},
	);
	const print = (text: string): void => console.log(`      ${text}`);
	if (installs) await progress.run(async () => await ensureHost({ onProgress: print }));
	if (builds) await progress.run(async () => await build(path.join(userFolder, 'build.log')));
	const stage = await progress.run(
		async () =>
			await setUpStage({
				// It would only say what is said already.
				onProgress: () => {},
				userFolder,
				package: { folder: PROJECT },
				login: provideLogin(userFolder),
				port,
				// Node keeps what it has compiled of n8n: the next start is some seconds shorter.
				env: { NODE_COMPILE_CACHE: path.join(cacheFolder(), 'compiled') },
				simulator: { port: simulatorPort },
				...(line.account === undefined ? {} : { account: line.account }),
			}),
	);
	state.stage = stage;
	const workflows = await progress.run(async () => await importExamples(stage));
	console.log(summary(stage, workflows, line));

	const result = await stage.n8n.ended;
	if (state.stopping) return;
	console.error(`n8n has ended by itself (${result}). The end of its log:\n${stage.n8n.logTail()}`);
	await stage.stop();
	process.exit(1);
}

async function choosePort(option: string, wanted: number | undefined, fallback: number): Promise<number> {
	if (wanted === undefined) return await freePortNear(fallback);
	if (!(await isFree(wanted))) throw new Error(`Port ${wanted} is taken. Choose another one with ${option}.`);
	return wanted;
}

/** A password of this n8n's own: other people on this machine can reach its port. */
function provideLogin(userFolder: string): Login {
	mkdirSync(userFolder, { recursive: true });
	const file = path.join(userFolder, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Login;
	// n8n asks for a digit and a capital.
	const login = { email: 'owner@example.com', password: `Wts1-${randomBytes(6).toString('hex')}` };
	writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}

/** Imports what is not there yet; answers how many workflows there are. */
async function importExamples(stage: Stage): Promise<number> {
	const present = new Set(await stage.rest.workflowNames());
	for (const { workflow } of readExamples()) {
		if (present.has(workflow.name)) continue;
		await stage.rest.importWorkflow(workflow, { [CREDENTIAL_TYPE]: stage.credential });
		present.add(workflow.name);
	}
	return present.size;
}

function summary(stage: Stage, workflows: number, line: CommandLine): string {
	const { n8n, login, account, credential } = stage;
	const from = line.account === undefined ? `simulator at ${account.baseUrl}` : account.baseUrl;
	const page = `Try it by hand: ${stage.simulator?.url}/__simulator (write as a contact, move a card ...)\n`;
	return `
n8n is ready:   ${n8n.url}
  Email:        ${login.email}
  Password:     ${login.password}

Account:        ${from}, as credential "${credential.name}"
${stage.simulator === undefined ? '' : page}Workflows:      ${workflows}
n8n's log:      ${n8n.logFile}
Data:           ${line.data ?? 'thrown away at the end; keep it with --data <folder>'}

Stop with Ctrl+C.`;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
