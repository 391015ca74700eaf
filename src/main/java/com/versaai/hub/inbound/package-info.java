/**
 * What arrives from outside: who may send ({@link com.versaai.hub.inbound.Sources}), proof of origin and well-formedness at the door
 * ({@code Reception}), the request as it is stored ({@link com.versaai.hub.inbound.Receipt}), and what becomes of it ({@code Inbox}):
 * events, by the connector's Java or by the {@code inbound.jq} beside its manifest. Uses {@code connector}, {@code delivery.deadletter},
 * {@code engine}, {@code event}, {@code gateway}, {@code json}, {@code mapping}, {@code provider}, {@code secret} and
 * {@code verification}. Names no provider.
 */
package com.versaai.hub.inbound;
