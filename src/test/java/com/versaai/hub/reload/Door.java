package com.versaai.hub.reload;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a message inside a route of a test. Public, because classes compiled from route files use it. */
public final class Door {

    private static volatile CountDownLatch inside = new CountDownLatch(1);
    private static volatile CountDownLatch opened = new CountDownLatch(1);

    private Door() {
    }

    static void close() {
        inside = new CountDownLatch(1);
        opened = new CountDownLatch(1);
    }

    static boolean awaitSomebody() throws InterruptedException {
        return inside.await(20, TimeUnit.SECONDS);
    }

    static void open() {
        opened.countDown();
    }

    /** For routes. */
    public static void pass() throws InterruptedException {
        inside.countDown();
        opened.await(20, TimeUnit.SECONDS);
    }
}
