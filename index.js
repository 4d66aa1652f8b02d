// The typed API client, for use without n8n. n8n itself loads what package.json names under "n8n".
module.exports = require('./dist/client');
