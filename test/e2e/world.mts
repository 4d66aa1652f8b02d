import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { PROJECT } from '../../dev/n8n/package.mts';
import type { CredentialRef } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE, type Stage, setUpStage } from '../../dev/stage.mts';
import { type Model, startModel } from '../model/index.mts';
import type { Simulator } from '../simulator/index.mts';
import { launchChromium } from './chromium.mts';
import { Editor } from './editor.mts';

/** All that the scenarios act on: n8n with the packed package, the simulated platform, a logged-in browser. */
export interface World extends Stage {
	readonly simulator: Simulator;
	/** Stands in for the model of an AI agent. */
	readonly model: Model;
	/** For every credential type that the scenarios' workflows use. */
	readonly credentials: Readonly<Record<string, CredentialRef>>;
	readonly page: Page;
	readonly editor: Editor;
}

/** A valid token that may not list agents, which is what the credential's test asks for. */
export const TOKEN_WITHOUT_AGENTS = 'pn_00000000000000000000000000000e2e';

const ARTIFACTS = path.join(PROJECT, 'artifacts');
const LOGIN = { email: 'owner@example.com', password: 'Only-for-tests-1' };
/** Some scenarios take a minute on a quiet machine, and several times that on a busy one. */
const SCENARIO_MS = 300_000;

/** A path below artifacts/, whose folder exists then. */
export function artifact(...names: string[]): string {
	const file = path.join(ARTIFACTS, ...names);
	mkdirSync(path.dirname(file), { recursive: true });
	return file;
}

/** Starts everything; what has been started is stopped again when a later step fails. */
export async function startWorld(onProgress: (line: string) => void): Promise<World> {
	const started: Array<() => unknown> = [];
	const stop = async (): Promise<void> => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const userFolder = mkdtempSync(path.join(tmpdir(), 'wts-chat-e2e-'));
		started.push(() => rmSync(userFolder, { recursive: true, force: true }));
		// Before the rest, since a missing browser is quickly said.
		const browser = await launchChromium();
		started.push(async () => await browser.close());
		const stage = await setUpStage({
			onProgress,
			userFolder,
			package: { folder: PROJECT },
			login: LOGIN,
			// What the log holds at its most talkative is searched for secrets.
			env: { N8N_LOG_LEVEL: 'debug' },
			simulator: { tokens: [{ token: TOKEN_WITHOUT_AGENTS, deny: ['agent'] }] },
		});
		started.push(async () => await stage.stop());
		const model = await startModel();
		started.push(async () => await model.close());

		const { rest, credential, simulator } = stage;
		assert(simulator, 'the simulator must run');
		const openAi = await rest.createCredential('Model stand-in', 'openAiApi', {
			apiKey: 'sk-stand-in',
			url: model.url,
		});
		const page = await openPage(browser, stage.n8n.url);
		const editor = new Editor(page);
		await logIn(editor);
		return {
			...stage,
			simulator,
			model,
			credentials: { [CREDENTIAL_TYPE]: credential, openAiApi: openAi },
			page,
			editor,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** A test on a fresh account that leaves behind what is needed to understand its failure: the screen and n8n's log. */
export function scenario(world: World, name: string, run: () => Promise<void>, timeout = SCENARIO_MS): void {
	test(name, { timeout }, async () => {
		world.simulator.reset();
		const logged = readFileSync(world.n8n.logFile, 'utf8').length;
		try {
			await run();
			assert.deepEqual(world.simulator.violations, [], 'every request must be as the contract has it');
		} catch (error) {
			await keepEvidence(world, name, logged);
			throw error;
		}
	});
}

async function openPage(browser: Browser, baseURL: string): Promise<Page> {
	const page = await browser.newPage({ baseURL, viewport: { width: 1400, height: 900 }, locale: 'en-US' });
	// A busy machine takes its time.
	page.setDefaultTimeout(60_000);
	page.setDefaultNavigationTimeout(90_000);
	return page;
}

async function logIn(editor: Editor): Promise<void> {
	try {
		await editor.logIn(LOGIN);
	} catch (error) {
		await editor.page.screenshot({ path: artifact('e2e', 'failed-login.png') });
		throw error;
	}
}

async function keepEvidence({ page, n8n }: World, name: string, logged: number): Promise<void> {
	const slug = name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 60);
	const picture = artifact('e2e', `failed-${slug}.png`);
	await page.screenshot({ path: picture }).catch(() => {});
	copyFileSync(n8n.logFile, artifact('e2e', 'n8n.log'));
	const log = readFileSync(n8n.logFile, 'utf8').slice(logged).trim().split('\n').slice(-25).join('\n');
	console.error(
		`${name}: screen in ${path.relative(PROJECT, picture)}; what n8n has logged meanwhile:\n${log || '(nothing)'}`,
	);
}
