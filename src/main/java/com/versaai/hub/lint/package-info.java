/**
 * The lint of routes and kamelets: what every file in {@code routes/} and {@code kamelets/} has to keep, in the build and over HTTP. Uses
 * {@code delivery.destination}, {@code engine}, {@code reload} and {@code secret}.
 */
package com.versaai.hub.lint;
