/** What a caller asks of a language model, read and judged, and the JSON it is written in. Uses {@code gateway}. */
package com.versaai.hub.ai.request;
