import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/index.mts';
import { type Account, type EngineOptions, type EngineRun, type NodeSetup, runNode } from './engine.mts';
import { scaleLimits } from './limits.mts';

type Json = Record<string, unknown>;
type RunOptions = Partial<Omit<EngineOptions, 'items'>> & Pick<EngineOptions, 'items'>;

/** How the simulator is started: without limits, unless told otherwise. */
export interface BedOptions extends SimulatorOptions {
	/** By what the windows of the limits in the node are shortened, so that minutes become seconds. */
	windows?: number;
	/** One simulator for all tests of the file, for those that look at requests only. */
	shared?: boolean;
}

/** What a test of the node stands on: the simulated platform, and n8n's engine. */
export interface Bed {
	/** The platform of the current test, a new one for each. */
	readonly simulator: Simulator;
	/** The records that its account always has, by name. */
	named(): Simulator['account']['named'];
	/** The requests that change something; lists that are asked for by POST do not. */
	writes(): Simulator['requests'];
	/** The credential for it. */
	account(): Account;
	/** Runs the node under test for these items. */
	run(setup: NodeSetup, items?: Json[], more?: RunOptions): Promise<EngineRun>;
	/** The same for the operations of one resource. */
	runnerOf(
		resource: string,
	): (operation: string, parameters: Json, items?: Json[], setup?: Partial<NodeSetup>) => Promise<EngineRun>;
	/** Another platform in the middle of a test. */
	restart(options?: SimulatorOptions): Promise<void>;
}

/**
 * Starts the simulator before each test of the file and stops it after. Each test ends with a look at whether all
 * requests were as the contract has them.
 */
export function startBed({ windows, shared = false, ...options }: BedOptions = {}): Bed {
	let running: Simulator | undefined;
	const current = (): Simulator => {
		if (running === undefined) throw new Error('The simulator runs in tests only');
		return running;
	};
	const stop = async () => {
		const stopped = running;
		running = undefined;
		await stopped?.close();
	};
	const restart = async (more: SimulatorOptions = {}) => {
		await stop();
		running = await startSimulator({ limits: 'off', ...options, ...more });
	};
	const account = () => ({ apiToken: current().token, baseUrl: current().url });
	const run: Bed['run'] = async (setup, items = [{}], more = {}) =>
		await runNode(setup, items, { account: account(), ...more });

	if (windows !== undefined) {
		let unscale: () => void;
		beforeAll(() => {
			unscale = scaleLimits(windows);
		});
		afterAll(() => unscale());
	}
	(shared ? beforeAll : beforeEach)(async () => await restart());
	afterEach(() => expect(running?.violations ?? []).toEqual([]));
	(shared ? afterAll : afterEach)(stop);

	return {
		// Test files take it once, so it stands for the one that runs.
		simulator: new Proxy({} as Simulator, { get: (_, key) => Reflect.get(current(), key) }),
		named: () => current().account.named,
		writes: () =>
			current().requests.filter(({ method, route }) => method !== 'GET' && route?.endsWith('/filter') !== true),
		account,
		run,
		runnerOf: (resource) => async (operation, parameters, items, setup) =>
			await run({ parameters: { resource, operation, ...parameters }, ...setup }, items),
		restart,
	};
}
