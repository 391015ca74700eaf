package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.LoggerFactory;

/** What a sink says of its calls: log lines, failures, headers and bodies, endpoints, JMX. Listens to the log until it is closed. */
final class Overheard implements AutoCloseable {

    private static final List<Logger> TALKATIVE = List.of(logger("com.versaai.hub"), logger("org.apache.camel"));

    /** The settings' own, which whoever listens later rests on. */
    private final Level[] before = TALKATIVE.stream().map(Logger::getLevel).toArray(Level[]::new);
    private final StringBuilder said = new StringBuilder();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    Overheard() {
        log.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
        TALKATIVE.forEach(logger -> logger.setLevel(Level.DEBUG));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    void add(Exchange done) {
        if (done.getException() != null) {
            StringWriter trace = new StringWriter();
            done.getException().printStackTrace(new PrintWriter(trace));
            said.append(trace);
        }
        said.append(done.getMessage().getHeaders()).append(done.getProperties()).append(done.getMessage().getBody(String.class));
    }

    /** Its endpoints, and what JMX shows of it. */
    void add(CamelContext context) throws JMException {
        context.getEndpoints().forEach(endpoint -> said.append(endpoint.getEndpointUri()).append(endpoint));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder shown = new StringBuilder();
        for (ObjectName bean : server.queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)) {
            shown.append(bean);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals(String.class.getName())) {
                    shown.append(server.getAttribute(bean, attribute.getName()));
                }
            }
        }
        assertThat(shown).as("JMX is on").contains("kamelet:");
        said.append(shown);
    }

    /** What stands before a secret, where it stands; empty where it is not said. */
    String before(String secret) {
        int at = said.indexOf(secret);
        return at < 0 ? "" : said.substring(Math.max(0, at - 300), at) + "***";
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(log);
        for (int i = 0; i < before.length; i++) {
            TALKATIVE.get(i).setLevel(before[i]);
        }
        List<ILoggingEvent> lines;
        // Other threads are still about to say something: an appender writes under its own lock.
        synchronized (log) {
            log.stop();
            lines = List.copyOf(log.list);
        }
        assertThat(lines).as("there is a log").isNotEmpty();
        lines.forEach(line -> said.append(line.getFormattedMessage()).append(line.getThrowableProxy() == null ? "" : line.getThrowableProxy().getMessage()));
    }
}
