import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { Login } from '../../dev/n8n/rest.mts';

/** n8n's editor, in the words of somebody who uses it. All waits are bounded. */
export class Editor {
	/** What has been entered, and the last workflow that the editor has saved. */
	private entered: string[] = [];
	private saved = '';

	constructor(readonly page: Page) {
		page.on('requestfinished', (request) => {
			const saves = /\/rest\/workflows(\/[^/]+)?(\?.*)?$/.test(request.url()) && request.method() !== 'GET';
			if (saves) this.saved = request.postData() ?? '';
		});
	}

	async logIn({ email, password }: Login): Promise<void> {
		await this.page.goto('/signin');
		await this.page.locator('input[type=email]').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.id('form-submit-button').click();
		await this.page.waitForURL(/\/(home|workflows)/);
	}

	/** An empty workflow with a manual trigger. */
	async newWorkflow(): Promise<void> {
		this.entered = [];
		await this.page.goto('/workflow/new');
		await this.takeFromPicker('canvas-plus-button', 'manual', 'Trigger manually');
		await this.id('canvas-trigger-node').waitFor();
	}

	/** Opens the details of a node in the node picker; n8n lists its actions there. */
	async openInPicker(displayName: string): Promise<void> {
		await this.takeFromPicker('node-creator-plus-button', displayName, displayName);
		await this.page.getByText('Node details', { exact: true }).waitFor();
		// The view before it slides out.
		await this.id('node-creator-search-bar').waitFor({ state: 'detached' });
	}

	/** The actions on offer in the node picker. */
	async actionsInPicker(): Promise<string[]> {
		await this.id('node-creator-category-item')
			.first()
			.waitFor()
			.catch(() => {
				throw new Error('The node picker offers the node without its actions; see what n8n makes of its codex file');
			});
		const texts = await this.id('item-iterator-item').getByTestId('node-creator-item-name').allInnerTexts();
		return texts.map((text) => text.trim());
	}

	/** How many of the icons shown in the node picker could not be loaded. */
	async brokenIconsInPicker(): Promise<number> {
		const icons = this.id('item-iterator-item').locator('img');
		await icons.first().waitFor();
		return await icons.evaluateAll(
			(images) => images.filter((image) => !('naturalWidth' in image) || image.naturalWidth === 0).length,
		);
	}

	/** Adds the node with an action; its panel opens. */
	async addAction(action: string): Promise<void> {
		await this.id('item-iterator-item')
			.filter({ has: this.page.getByText(action, { exact: true }) })
			.click();
		await this.id('node-parameters').waitFor();
	}

	async chooseCredential(name: string): Promise<void> {
		await this.id('node-credentials-select').click();
		await this.page
			.locator('[data-test-id^="node-credentials-select-item-"]')
			.filter({ hasText: name })
			.first()
			.click();
	}

	/** The chosen credential and the values of the plain selectors, as shown. */
	async shownValue(parameter: string): Promise<string> {
		return await this.field(parameter).locator('input').first().inputValue();
	}

	async fillText(parameter: string, text: string): Promise<void> {
		await this.field(parameter).locator('textarea, input').first().fill(text);
		this.entered.push(text);
	}

	async chooseOption(parameter: string, option: string): Promise<void> {
		await this.field(parameter).click();
		await this.page.getByRole('option', { name: option }).or(this.dropdownItem(option)).first().click();
	}

	/** Sets a resource locator by a mode such as "By ID". */
	async setLocator(parameter: string, mode: string, value: string): Promise<void> {
		const locator = this.id(`resource-locator-${parameter}`);
		await locator.getByTestId('rlc-mode-selector').click();
		await this.dropdownItem(mode).click();
		await locator.getByTestId('rlc-input').locator('input').or(locator.locator('input').last()).first().fill(value);
		this.entered.push(value);
	}

	/** Opens the list of a resource locator, searches, and takes the first hit; answers its text. */
	async pickFromList(parameter: string, search: string): Promise<string> {
		await this.id(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		await this.id('rlc-search').fill(search);
		const hit = this.id('rlc-item').filter({ hasText: search }).first();
		const text = (await hit.innerText()).trim();
		await hit.click();
		this.entered.push(text);
		return text;
	}

	/** Runs the open node and waits for its end, good or bad. */
	async executeStep(): Promise<void> {
		await this.saveIsDone();
		await this.id('node-execute-button').click();
		await this.success().or(this.failure()).first().waitFor({ timeout: 60_000 });
	}

	/** The rows of the open node's output; empty cells are left out. */
	async readOutput(): Promise<Array<Record<string, string>>> {
		await this.success().waitFor();
		const panel = this.id('output-panel');
		await panel.getByTestId('radio-button-table').click();
		const table = panel.locator('table').first();
		const columns = await table.locator('thead th').allInnerTexts();
		const rows = await table.locator('tbody tr').all();
		return await Promise.all(
			rows.map(async (row) => {
				const cells = await row.locator('td').allInnerTexts();
				const entries = columns.map((column, at) => [column.trim(), (cells[at] ?? '').trim()]);
				return Object.fromEntries(entries.filter(([column, cell]) => column !== '' && cell !== '')) as Record<
					string,
					string
				>;
			}),
		);
	}

	/** The text of the error view in the open node's output. */
	async readError(): Promise<string> {
		await this.failure().waitFor();
		return await this.id('output-panel').innerText();
	}

	async closePanel(): Promise<void> {
		await this.id('ndv-close-button').click();
		await this.id('ndv').waitFor({ state: 'hidden' });
	}

	/** The editor saves by itself a little later, and n8n runs what is saved. */
	private async saveIsDone(): Promise<void> {
		const missing = (): string[] => this.entered.filter((value) => !this.saved.includes(JSON.stringify(value)));
		for (const deadline = Date.now() + 15_000; missing().length > 0; await sleep(100)) {
			if (Date.now() > deadline) throw new Error(`The editor has not saved within 15 s: ${missing().join(', ')}`);
		}
	}

	private id(testId: string): Locator {
		return this.page.getByTestId(testId);
	}

	private field(parameter: string): Locator {
		return this.id(`parameter-input-${parameter}`);
	}

	/** Takes an item of the node picker, which an editor that is still loading closes or builds anew: then once more. */
	private async takeFromPicker(button: string, search: string, item: string): Promise<void> {
		const searchBar = this.id('node-creator-search-bar');
		const timeout = 20_000;
		for (let triesLeft = 3; ; triesLeft--) {
			try {
				if (!(await searchBar.isVisible())) await this.id(button).click({ timeout });
				await searchBar.fill(search, { timeout });
				await this.id('item-iterator-item').filter({ hasText: item }).first().click({ timeout });
				return;
			} catch (error) {
				if (triesLeft === 0) throw error;
			}
		}
	}

	private dropdownItem(text: string): Locator {
		return this.page
			.locator('.el-select-dropdown__item:visible')
			.filter({ has: this.page.getByText(text, { exact: true }) });
	}

	private success(): Locator {
		return this.id('output-panel').getByTestId('node-run-status-success');
	}

	private failure(): Locator {
		return this.id('output-panel')
			.getByTestId('node-error-view')
			.or(this.id('output-panel').locator('.node-error-view'));
	}
}
