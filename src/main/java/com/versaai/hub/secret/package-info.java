/**
 * What a secret is known by: the names that settings, headers and parameters give it, and the form it has in a text. The one list of
 * each, for whoever hides secrets or looks for them. Uses nothing else of the hub.
 */
package com.versaai.hub.secret;
