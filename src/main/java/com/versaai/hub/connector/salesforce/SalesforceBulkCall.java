package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A call about a query job of the Bulk API 2.0, as {@code salesforce-bulk-query-action} takes it.
 *
 * @param step    what is asked
 * @param job     the job's id, null where it is to be made
 * @param soql    what it looks for, null once it is made
 * @param locator of the results that are asked for, null for the first
 * @param rows    most that may come of them
 */
record SalesforceBulkCall(Step step, String job, String soql, String locator, int rows) {

    /** What can be asked. */
    enum Step { CREATE, STATE, RESULTS, DELETE }

    static SalesforceBulkCall create(String soql) {
        return new SalesforceBulkCall(Step.CREATE, null, soql, null, 0);
    }

    static SalesforceBulkCall state(String job) {
        return new SalesforceBulkCall(Step.STATE, job, null, null, 0);
    }

    static SalesforceBulkCall results(String job, String locator, int rows) {
        return new SalesforceBulkCall(Step.RESULTS, job, null, locator, rows);
    }

    static SalesforceBulkCall delete(String job) {
        return new SalesforceBulkCall(Step.DELETE, job, null, null, 0);
    }

    /**
     * What came of it.
     *
     * @param job     as Salesforce tells of it; null for results
     * @param rows    of the results, by column; null for all else
     * @param locator of the results behind these; null where these were the last
     */
    record Answer(JsonNode job, List<Map<String, String>> rows, String locator) {

        /** Without what may be personal. */
        @Override
        public String toString() {
            return "Answer[" + (rows == null ? "job" : rows.size() + " rows") + "]";
        }
    }
}
