/** Alerts: many failures alike are told once, and then with a count. Uses {@code delivery.plan}, {@code engine} and {@code event}. */
package com.versaai.hub.alert;
