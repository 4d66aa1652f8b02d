import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads these when it is loaded; without them it writes into the home folder.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'wts-chat-engine-'));
process.env.N8N_ENCRYPTION_KEY = 'engine-tests';
process.env.N8N_LOG_LEVEL ??= 'silent';
