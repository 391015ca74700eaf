package com.versaai.hub.lint;

import java.util.function.Consumer;

/** One of the things that are looked for. Rules keep no state: the same subject gives the same findings. */
interface Rule {

    void check(Subject subject, Consumer<Finding> found);
}
