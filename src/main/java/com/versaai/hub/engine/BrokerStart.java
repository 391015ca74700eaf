package com.versaai.hub.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the embedded broker beside the Spring context: it needs no bean, and its seconds would otherwise come on top.
 * Whatever goes wrong is told by the bean that asks for the broker, as if it had been started there.
 */
public final class BrokerStart implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        KnownNoise.keepOut();
        BusProperties.Embedded settings = Binder.get(context.getEnvironment())
                .bindOrCreate("hub.bus.embedded", BusProperties.Embedded.class);
        if (!settings.enabled()) {
            return;
        }
        Starting starting = new Starting(settings);
        context.getBeanFactory().registerSingleton("startingBroker", starting);
        // Also when the context fails before anybody asked for the broker.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean("startingBroker", starting);
        starting.begin();
    }

    /** The broker while it starts, on a thread of its own. */
    static final class Starting implements DisposableBean {

        private final FutureTask<EmbeddedKafka> task;

        private Starting(BusProperties.Embedded settings) {
            task = new FutureTask<>(() -> EmbeddedKafka.start(settings));
        }

        private void begin() {
            Thread thread = new Thread(task, "kafka-start");
            thread.setDaemon(true);
            thread.start();
        }

        /** Waits for it; throws what its start threw. */
        EmbeddedKafka await() {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure
                        : new IllegalStateException("the embedded Kafka did not start", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Kafka started", e);
            }
        }

        @Override
        public void destroy() {
            try {
                task.get().close();
            } catch (ExecutionException e) {
                // Nothing to stop; the bean that wanted it has told why.
            } catch (InterruptedException e) {
                // The start is given up, as while it waits for room on the disk; its thread ends with the process.
                Thread.currentThread().interrupt();
            }
        }
    }
}
