package com.versaai.hub.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Query jobs of the Bulk API 2.0: made, looked at (UploadComplete, InProgress, JobComplete, one look each), read as CSV by locator, aborted,
 * deleted. An org without records of its own has {@value #MADE_UP} of each object, with what CSV has to quote. {@code SELECT … FROM …}
 * is all that is understood.
 */
final class SalesforceQueryJobs {

    /** Records of an object that nobody has written any of. */
    static final int MADE_UP = 1_200;

    private static final Pattern QUERY = Pattern.compile("(?i)\\s*SELECT\\s+([\\w\\s,]+?)\\s+FROM\\s+(\\w+)\\s*");
    private static final Instant CREATED = Instant.parse("2025-03-01T08:00:00Z");
    private static final List<String> OF_ALL = List.of("Id", "CreatedDate", "SystemModstamp");
    private static final Map<String, String> PREFIXES = Map.of("Account", "001", "Contact", "003", "Lead", "00Q", "Opportunity", "006", "Case", "500");
    private static final int MOST_JOBS = 100;
    private static final int USUAL_ROWS = 50_000;

    private final Clock clock;
    private final Function<String, List<Map<String, String>>> written;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private int made;

    /** @param written records of an object that were written, each with its {@code Id} */
    SalesforceQueryJobs(Clock clock, Function<String, List<Map<String, String>>> written) {
        this.clock = clock;
        this.written = written;
    }

    /** One job. */
    private static final class Job {

        private final String id;
        private final String object;
        private final Instant created;
        private final List<String> fields;
        private final List<Map<String, String>> records;
        private String state = "UploadComplete";

        private Job(String id, String object, Instant created, List<String> fields, List<Map<String, String>> records) {
            this.id = id;
            this.object = object;
            this.created = created;
            this.fields = fields;
            this.records = records;
        }

        private Map<String, Object> view() {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("id", id);
            view.put("operation", "query");
            view.put("object", object);
            view.put("createdDate", created.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000+0000"));
            view.put("state", state);
            view.put("concurrencyMode", "Parallel");
            view.put("contentType", "CSV");
            view.put("apiVersion", 68.0);
            view.put("lineEnding", "LF");
            view.put("columnDelimiter", "COMMA");
            if (state.equals("JobComplete")) {
                view.put("numberRecordsProcessed", records.size());
                view.put("retries", 0);
            }
            return view;
        }
    }

    /** A refusal: status, code, message. */
    record Refusal(int status, String code, String message) {
    }

    /** @param path behind {@code jobs/query}; @return an Answer, or a Refusal */
    synchronized Object answer(Call call, List<String> path) {
        if (path.isEmpty()) {
            return call.is("POST") ? create(call) : new Refusal(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed");
        }
        Job job = jobs.get(path.get(0));
        if (job == null || path.size() > 2 || path.size() == 2 && !path.get(1).equals("results")) {
            return new Refusal(404, "NOT_FOUND", "The requested resource does not exist");
        }
        if (path.size() == 2) {
            return call.is("GET") ? results(call, job) : new Refusal(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed");
        }
        return switch (call.method()) {
            case "GET" -> look(job);
            case "PATCH" -> abort(call, job);
            case "DELETE" -> delete(job);
            default -> new Refusal(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed");
        };
    }

    private Object create(Call call) {
        JsonNode body = call.hasType("application/json") ? call.json().orElse(null) : null;
        if (body == null || !body.isObject()) {
            return new Refusal(400, "JSON_PARSER_ERROR", "The HTTP entity body is not a JSON object");
        }
        String operation = body.path("operation").asText();
        if (!operation.equals("query") && !operation.equals("queryAll")) {
            return new Refusal(400, "INVALIDJOB", "operation must be query or queryAll");
        }
        Matcher query = QUERY.matcher(body.path("query").asText());
        if (!query.matches()) {
            return new Refusal(400, "MALFORMED_QUERY", "unexpected token");
        }
        String object = query.group(2);
        if (!SalesforceSchema.exists(object)) {
            return new Refusal(400, "INVALID_TYPE", "sObject type '" + object + "' is not supported.");
        }
        List<String> fields = Arrays.stream(query.group(1).split(",")).map(String::strip).toList();
        for (String field : fields) {
            if (!OF_ALL.contains(field) && !SalesforceSchema.has(object, field)) {
                return new Refusal(400, "INVALID_FIELD", "No such column '" + field + "' on entity '" + object + "'.");
            }
        }
        Job job = new Job("750%012dAAA".formatted(++made), object, clock.instant(), fields, records(object));
        jobs.put(job.id, job);
        if (jobs.size() > MOST_JOBS) {
            jobs.remove(jobs.keySet().iterator().next());
        }
        return Answer.json(200, job.view());
    }

    private List<Map<String, String>> records(String object) {
        List<Map<String, String>> own = written.apply(object);
        if (!own.isEmpty()) {
            return own;
        }
        List<Map<String, String>> records = new ArrayList<>();
        for (int i = 1; i <= MADE_UP; i++) {
            Map<String, String> record = new LinkedHashMap<>();
            record.put("Id", "%s%012dAAA".formatted(PREFIXES.getOrDefault(object, "a00"), i));
            record.put("LastName", "O\"Neill, " + i);
            record.put("Description", "first line\nsecond line, \"quoted\"");
            record.put("Email", "person" + i + "@sandbox.example");
            record.put("Status", i % 2 == 0 ? "Working" : "");
            records.add(record);
        }
        return records;
    }

    private static Object look(Job job) {
        Answer answer = Answer.json(200, job.view());
        job.state = switch (job.state) {
            case "UploadComplete" -> "InProgress";
            case "InProgress" -> "JobComplete";
            default -> job.state;
        };
        return answer;
    }

    private static Object abort(Call call, Job job) {
        if (!"Aborted".equals(call.json().map(body -> body.path("state").asText()).orElse(null))) {
            return new Refusal(400, "INVALIDJOBSTATE", "a query job can only be aborted");
        }
        if (job.state.equals("JobComplete") || job.state.equals("Failed")) {
            return new Refusal(400, "INVALIDJOBSTATE", "Aborting is not allowed for a job in state " + job.state);
        }
        job.state = "Aborted";
        return Answer.json(200, job.view());
    }

    private Object delete(Job job) {
        if (job.state.equals("UploadComplete") || job.state.equals("InProgress")) {
            return new Refusal(400, "INVALIDJOBSTATE", "Deleting is not allowed for a job in state " + job.state);
        }
        jobs.remove(job.id);
        return Answer.empty(204);
    }

    private static Object results(Call call, Job job) {
        if (!job.state.equals("JobComplete")) {
            return new Refusal(400, "INVALIDJOBSTATE", "The job is not complete: " + job.state);
        }
        String most = call.query().getOrDefault("maxRecords", String.valueOf(USUAL_ROWS));
        int from = from(job, call.query().get("locator"));
        if (!most.matches("[1-9]\\d{0,6}") || from < 0) {
            return new Refusal(400, from < 0 ? "INVALIDQUERYLOCATOR" : "INVALID_QUERY_PARAMETER", "maxRecords or locator is invalid");
        }
        int to = Math.min(job.records.size(), from + Integer.parseInt(most));
        StringBuilder csv = new StringBuilder();
        line(csv, job.fields);
        for (Map<String, String> record : job.records.subList(from, to)) {
            line(csv, job.fields.stream().map(field -> record.getOrDefault(field, field.equals("Id") || !OF_ALL.contains(field) ? "" : date())).toList());
        }
        return Answer.of(200, "text/csv; charset=UTF-8", csv.toString()).with("Sforce-NumberOfRecords", String.valueOf(to - from))
                .with("Sforce-Locator", to == job.records.size() ? "null" : locator(job, to));
    }

    private static String date() {
        return CREATED.toString().replace("Z", ".000Z");
    }

    private static void line(StringBuilder csv, List<String> values) {
        csv.append(String.join(",", values.stream().map(value -> '"' + value.replace("\"", "\"\"") + '"').toList())).append('\n');
    }

    private static String locator(Job job, int from) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((job.id + ':' + from).getBytes(StandardCharsets.UTF_8));
    }

    /** @return -1 where it is none of this job's */
    private static int from(Job job, String locator) {
        if (locator == null) {
            return 0;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.UTF_8).split(":", 2);
            int from = parts.length == 2 && parts[0].equals(job.id) && parts[1].matches("\\d{1,9}") ? Integer.parseInt(parts[1]) : -1;
            return from < job.records.size() ? from : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    synchronized void clear() {
        jobs.clear();
    }
}
