/** Alerts: many failures alike are told once, and then with a count. */
package com.versaai.hub.alert;
