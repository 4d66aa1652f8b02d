import { type Simulator, type SimulatorOptions, startSimulator } from '../test/simulator/index.mts';
import { ensureHost } from './n8n/host.mts';
import { type CredentialRef, type Login, N8nRest } from './n8n/rest.mts';
import { type N8n, type StartOptions, startN8n } from './n8n/server.mts';

/** How to reach an account: the two fields of the credential. */
export interface Access {
	readonly apiToken: string;
	readonly baseUrl: string;
}

export interface StageOptions {
	readonly onProgress: (line: string) => void;
	readonly userFolder: string;
	readonly package: StartOptions['package'];
	readonly login: Login;
	/** A real account; without it the simulator is started. */
	readonly account?: Access;
	readonly port?: number;
	readonly simulator?: SimulatorOptions;
	/** More settings for n8n. */
	readonly env?: Readonly<Record<string, string>>;
}

/** n8n with this package, an owner and a credential, and the platform that it talks to. */
export interface Stage {
	readonly n8n: N8n;
	/** Logged in as the owner. */
	readonly rest: N8nRest;
	readonly login: Login;
	readonly account: Access;
	readonly credential: CredentialRef;
	/** Absent when a real account is used. */
	readonly simulator?: Simulator;
	stop(): Promise<void>;
}

export const CREDENTIAL_TYPE = 'wtsChatApi';
export const CREDENTIAL_NAME = 'WTS Chat account';

/** Sets everything up; what it has started is stopped again when a later step fails. */
export async function setUpStage(options: StageOptions): Promise<Stage> {
	const { onProgress, userFolder, login } = options;
	const started: Array<() => Promise<void>> = [];
	const stop = async (): Promise<void> => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const host = await ensureHost({ onProgress });
		const simulator = options.account === undefined ? await startSimulator(options.simulator) : undefined;
		if (simulator !== undefined) started.push(async () => await simulator.close());

		onProgress('Starting n8n ...');
		const n8n = await startN8n({
			host,
			userFolder,
			package: options.package,
			...(options.port === undefined ? {} : { port: options.port }),
			...(options.env === undefined ? {} : { env: options.env }),
		});
		started.push(async () => await n8n.stop());

		const account = options.account ?? accessOf(simulator);
		const rest = new N8nRest(n8n.url);
		await ((await rest.isFresh()) ? rest.setUpOwner(login) : rest.login(login));
		const credential = await provideCredential(rest, account);
		return { n8n, rest, login, account, credential, ...(simulator === undefined ? {} : { simulator }), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function accessOf(simulator: Simulator | undefined): Access {
	if (simulator === undefined) throw new Error('Neither an account nor a simulator');
	return { apiToken: simulator.token, baseUrl: simulator.url };
}

/** A user folder that was used before has the credential already, for another account perhaps. */
async function provideCredential(rest: N8nRest, account: Access): Promise<CredentialRef> {
	const existing = (await rest.credentialsOf(CREDENTIAL_TYPE)).find(({ name }) => name === CREDENTIAL_NAME);
	if (existing === undefined) return await rest.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, { ...account });
	await rest.updateCredential(existing, CREDENTIAL_TYPE, { ...account });
	return existing;
}
