/** Secrets and personal data that do not leave the hub in a prompt, and come back in the answer. Uses nothing else of the hub. */
package com.versaai.hub.ai.redaction;
