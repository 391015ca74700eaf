/**
 * Which profile the hub may start with: keeps the sandbox off production hosts, other machines out of the sandbox, and says what to do where
 * the sandbox is asked for and its library is not there. The sandbox itself lies in that library, and nothing here names one of its classes:
 * {@link com.versaai.hub.profile.SandboxLibrary}.
 * Uses {@code gateway}.
 */
package com.versaai.hub.profile;
