/**
 * Room on disk: the database's file kept small, free space watched, and the doors closed before the engines run into the wall. Uses
 * {@code engine} and {@code gateway}.
 */
package com.versaai.hub.storage;
