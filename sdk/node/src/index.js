// Everything the package offers; what it takes and gives back is written down in index.d.ts.
export { Presstime } from './client.js';
export { PresstimeError, VerificationError } from './errors.js';
export { createReportResults } from './results.js';
export { createSigner } from './signer.js';
export { verifyArtifact, verifyWebhook } from './webhook.js';
export { verifyWebhookPayload } from './webhook_jwt.js';
