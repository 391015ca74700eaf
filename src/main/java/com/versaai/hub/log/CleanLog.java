package com.versaai.hub.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.helpers.MessageFormatter;

/**
 * Stands before an appender, so that whatever pattern, file or JSON it writes, no secret gets there and every event is one line.
 *
 * <p>What the hub says itself may have several lines, where its own text has them: a format is the hub's, the values in it may be
 * anybody's. Of libraries, which glue both together, only Spring Boot's reports on a failed start keep theirs.
 */
final class CleanLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int LONGEST_VALUE = 2_000;
    private static final int LONGEST = 8_000;
    private static final String HUB = "com.versaai.hub.";
    private static final String REPORTS = "org.springframework.boot.diagnostics.";

    private final Appender<ILoggingEvent> target;
    private final LogSecrets secrets;

    CleanLog(Appender<ILoggingEvent> target, LogSecrets secrets) {
        this.target = target;
        this.secrets = secrets;
        setName(target.getName());
        setContext(target.getContext());
    }

    Appender<ILoggingEvent> target() {
        return target;
    }

    @Override
    protected void append(ILoggingEvent event) {
        target.doAppend(clean(event));
    }

    private ILoggingEvent clean(ILoggingEvent event) {
        return new CleanEvent(event, text(event), CleanThrowable.of(event.getThrowableProxy(), this::foreign), properties(event.getMDCPropertyMap()));
    }

    private String text(ILoggingEvent event) {
        String whole = event.getFormattedMessage();
        if (whole == null) {
            return "";
        }
        if (event.getLoggerName().startsWith(HUB)) {
            return own(event, whole);
        }
        return event.getLoggerName().startsWith(REPORTS) ? secrets.without(whole) : foreign(whole);
    }

    private String own(ILoggingEvent event, String whole) {
        Object[] values = event.getArgumentArray();
        if (values == null || values.length == 0) {
            return secrets.withoutValues(whole);
        }
        Object[] clean = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            clean[i] = values[i] == null || values[i] instanceof Number ? values[i] : value(values[i]);
        }
        return MessageFormatter.arrayFormat(event.getMessage(), clean).getMessage();
    }

    private String value(Object value) {
        try {
            return LogText.oneLine(secrets.without(String.valueOf(value)), LONGEST_VALUE);
        } catch (RuntimeException e) {
            // Logback would drop the whole line, and say so nowhere.
            return "(a " + value.getClass().getSimpleName() + " that can't be told)";
        }
    }

    private String foreign(String text) {
        // Cut before the patterns too: they are quick, but not on a megabyte. What is cut there can't hide half a secret.
        String head = text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text;
        return LogText.oneLine(secrets.without(head), LONGEST);
    }

    private Map<String, String> properties(Map<String, String> properties) {
        if (properties == null || properties.isEmpty()) {
            return properties;
        }
        Map<String, String> clean = new LinkedHashMap<>();
        properties.forEach((name, value) -> clean.put(name, value == null ? null : foreign(value)));
        return clean;
    }

    @Override
    public void stop() {
        super.stop();
        target.stop();
    }
}
