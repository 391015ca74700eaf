package com.versaai.hub.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A log event with another message and throwable; everything else is the first one's. */
record CleanEvent(ILoggingEvent first, String text, IThrowableProxy throwable, Map<String, String> properties) implements ILoggingEvent {

    @Override
    public String getMessage() {
        return text;
    }

    @Override
    public String getFormattedMessage() {
        return text;
    }

    @Override
    public Object[] getArgumentArray() {
        return null;
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return throwable;
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return properties;
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return properties;
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        return null;
    }

    @Override
    public String getThreadName() {
        return first.getThreadName();
    }

    @Override
    public Level getLevel() {
        return first.getLevel();
    }

    @Override
    public String getLoggerName() {
        return first.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return first.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return first.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return first.hasCallerData();
    }

    @Override
    public List<Marker> getMarkerList() {
        return first.getMarkerList();
    }

    @Override
    public long getTimeStamp() {
        return first.getTimeStamp();
    }

    @Override
    public Instant getInstant() {
        return first.getInstant();
    }

    @Override
    public int getNanoseconds() {
        return first.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return first.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        first.prepareForDeferredProcessing();
    }
}
