package com.versaai.hub.lint;

import java.util.List;

/** The answer of {@code GET /api/v1/routes/lint}. */
record Report(List<Finding> findings, Checked checked) {

    /** How much was looked at: a lint that found no files is no good news. */
    record Checked(int routes, int kamelets, int files) {
    }
}
