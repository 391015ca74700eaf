/**
 * Alerts: many failures alike are told once, and then with a count. Uses {@code clock}, {@code delivery.plan},
 * {@code delivery.record}, {@code engine} and {@code event}.
 */
package com.versaai.hub.alert;
