import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Access } from './stage.mts';

export const HELP = `Starts n8n with this package in it, ready to use.

  npm start -- [options]

  --url <url>             a real account instead of the simulator: scheme and host of its API
  --token <token>         the token of that account; better in the environment, where others cannot see it
  --port <n>              port of n8n (default 5678, or another one when that is taken)
  --simulator-port <n>    port of the simulator (default 4010, or another one when that is taken)
  --data <folder>         keep workflows and credentials there, for the next start;
                          without it every start is a fresh one
  --help                  this text

Environment: WTS_CHAT_URL and WTS_CHAT_TOKEN stand for --url and --token; WTS_N8N_CACHE is the folder
that n8n is installed into, once (default ~/.cache/n8n-nodes-wts-chat).
`;

export interface CommandLine {
	readonly help: boolean;
	readonly account?: Access;
	readonly port?: number;
	readonly simulatorPort?: number;
	readonly data?: string;
}

/** Reads and checks options; throws an Error whose message can be shown as it is. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
	const values = parse(args);
	const account = readAccount(values.url ?? env['WTS_CHAT_URL'], values.token ?? env['WTS_CHAT_TOKEN']);
	const port = readPort('--port', values.port);
	const simulatorPort = readPort('--simulator-port', values['simulator-port']);
	if (account !== undefined && simulatorPort !== undefined) {
		throw new Error('--simulator-port has no use with a real account: no simulator is started.');
	}
	return {
		help: values.help === true,
		...(account === undefined ? {} : { account }),
		...(port === undefined ? {} : { port }),
		...(simulatorPort === undefined ? {} : { simulatorPort }),
		...(values.data === undefined ? {} : { data: path.resolve(values.data) }),
	};
}

interface Values {
	readonly url?: string;
	readonly token?: string;
	readonly port?: string;
	readonly 'simulator-port'?: string;
	readonly data?: string;
	readonly help?: boolean;
}

function parse(args: readonly string[]): Values {
	const text = { type: 'string' } as const;
	const { values } = parseArgs({
		args: [...args],
		options: {
			url: text,
			token: text,
			port: text,
			'simulator-port': text,
			data: text,
			help: { type: 'boolean', short: 'h' },
		},
	});
	return values;
}

function readAccount(url: string | undefined, token: string | undefined): Access | undefined {
	const haveUrl = url !== undefined && url !== '';
	const haveToken = token !== undefined && token !== '';
	if (!haveUrl && !haveToken) return undefined;
	if (!haveUrl)
		throw new Error('There is a token but no URL: give --url (or WTS_CHAT_URL) as well, e.g. https://api.wts.chat');
	if (!haveToken) throw new Error('There is a URL but no token: give WTS_CHAT_TOKEN (or --token) as well.');
	if (/\s/.test(token)) throw new Error('The token has a space in it. Give the token alone, without "Bearer".');
	return { apiToken: token, baseUrl: readBaseUrl(url) };
}

function readBaseUrl(text: string): string {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new Error(`"${text}" is not a URL. Give scheme and host, e.g. https://api.wts.chat`);
	}
	if (!['http:', 'https:'].includes(url.protocol))
		throw new Error(`The URL must begin with https:// (it is "${text}").`);
	if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
		throw new Error(`Give scheme and host of the API only, without a path: ${url.protocol}//${url.host}`);
	}
	return url.origin;
}

function readPort(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new Error(`${option} takes a number from 1 to 65535, not "${text}".`);
	}
	return port;
}
