/**
 * n8n's newest rules, those that n8n's own tools switch off too: what its review of packages may ask
 * for tomorrow. The gate of today is `n8n-node lint` with the config in the root folder.
 */
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig } from 'eslint/config';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const { community, credentials, nodes } = nodesBase.configs;

export default defineConfig(
	n8nCommunityNodesPlugin.configs.recommended,
	{
		files: ['package.json', '**/*.ts'],
		// What n8n's scanner does: nobody gets around a rule by a comment.
		linterOptions: { noInlineConfig: true },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: { 'no-console': 'error' },
	},
	{ files: ['package.json'], rules: community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...credentials.rules,
			// For nodes of n8n's own repository: cred-class-field-documentation-url-not-http-url wants the opposite.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodes.rules,
			// Both want the text 'main': node-connection-type-literal forbids it, and a memory has another output.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
);
