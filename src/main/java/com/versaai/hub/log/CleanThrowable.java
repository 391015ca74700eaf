package com.versaai.hub.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A throwable whose message, and those of its causes, has been through a filter. */
record CleanThrowable(IThrowableProxy first, UnaryOperator<String> filter) implements IThrowableProxy {

    static IThrowableProxy of(IThrowableProxy first, UnaryOperator<String> filter) {
        return first == null ? null : new CleanThrowable(first, filter);
    }

    @Override
    public String getMessage() {
        return first.getMessage() == null ? null : filter.apply(first.getMessage());
    }

    @Override
    public String getOverridingMessage() {
        return first.getOverridingMessage() == null ? null : filter.apply(first.getOverridingMessage());
    }

    @Override
    public String getClassName() {
        return first.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return first.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return first.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
        return of(first.getCause(), filter);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = first.getSuppressed();
        return suppressed == null ? null : Arrays.stream(suppressed).map(one -> of(one, filter)).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return first.isCyclic();
    }
}
