package com.versaai.hub.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import com.versaai.hub.secret.SecretSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/** Puts {@link CleanLog} before every appender, as soon as Boot has read the settings and set up the log by them. */
final class CleanLogListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Published with the hub; the banner tells one of its keys. */
    private static final String PUBLIC = "application-sandbox.yaml";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            LogSecrets secrets = new LogSecrets(SecretSettings.of(event.getEnvironment(), source -> !source.getName().contains(PUBLIC)));
            context.getLoggerList().forEach(logger -> guard(logger, secrets));
        }
    }

    private static void guard(Logger logger, LogSecrets secrets) {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        for (Iterator<Appender<ILoggingEvent>> all = logger.iteratorForAppenders(); all.hasNext();) {
            appenders.add(all.next());
        }
        for (Appender<ILoggingEvent> appender : appenders) {
            // Of a context before in this JVM: with the settings of then.
            Appender<ILoggingEvent> target = appender instanceof CleanLog before ? before.target() : appender;
            CleanLog clean = new CleanLog(target, secrets);
            clean.start();
            logger.detachAppender(appender);
            logger.addAppender(clean);
        }
    }
}
