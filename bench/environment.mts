// n8n's own default: at it, n8n's debug lines cost nothing. Read when n8n-core is loaded.
process.env.N8N_LOG_LEVEL ??= 'info';
