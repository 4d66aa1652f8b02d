import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

/** The test of the credential, whose code is loaded when it is used. */
export async function wtsChatApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await (await import('./credentialTest')).wtsChatApiTest.call(this, credential);
}
