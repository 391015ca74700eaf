/**
 * What tenants may use and what it costs: rates of requests and tokens, months of money, prices; put down before a call, settled
 * after it. Uses {@code ai.request}, {@code clock}, {@code engine}, {@code event}, {@code gateway} and {@code rate}.
 */
package com.versaai.hub.ai.budget;
