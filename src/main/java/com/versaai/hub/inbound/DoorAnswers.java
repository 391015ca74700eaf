package com.versaai.hub.inbound;

import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of all doors, each within its time: what a mapping makes of a request must never hold up its sender, who repeats after
 * seconds, nor cost it the acknowledgement of what is kept. A mapping that fails or is late is told, and the manifest's own answer goes
 * out. Where no mapping is named nothing of this is in the way.
 */
final class DoorAnswers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DoorAnswers.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);
    /** Mappings that never end, at most; there is no way to stop one. */
    private static final int THREADS = 32;

    private final Mappings mappings;
    private final MeterRegistry meters;
    private final Duration patience;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
        Thread thread = new Thread(task, "hub-door-answer");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience how long a mapping may take */
    DoorAnswers(Mappings mappings, MeterRegistry meters, Duration patience) {
        this.mappings = mappings;
        this.meters = meters;
        this.patience = patience;
    }

    Manifest.Answer to(Source source, Receipt receipt) {
        Manifest.Answer literal = source.inbound().answer();
        if (literal.mapping() == null) {
            return literal;
        }
        Future<Manifest.Answer> answer = null;
        try {
            answer = threads.submit(() -> {
                InboundRequest request = source.request(receipt);
                return new DoorAnswer(mappings, source.connector(), literal).to(request, StrictJson.tree(request.body()));
            });
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(source, literal, "interrupted");
        } catch (TimeoutException | RejectedExecutionException e) {
            if (answer != null) {
                answer.cancel(true);
            }
            return failed(source, literal, "it takes longer than " + patience.toMillis() + " ms");
        } catch (ExecutionException | CancellationException e) {
            return failed(source, literal, why(e.getCause()));
        }
    }

    /** Only of those whose texts hold nothing of the request. */
    private static String why(Throwable cause) {
        return cause instanceof MappingException || cause instanceof MalformedBodyException ? cause.getMessage() : String.valueOf(cause == null ? null : cause.getClass().getName());
    }

    private Manifest.Answer failed(Source source, Manifest.Answer literal, String why) {
        meters.counter("hub.webhooks.answer.failed", "source", source.name()).increment();
        LINES.warn("answers of " + source.name(), source.name(), "{} is answered as its manifest says, not by {}: {}", source.name(), literal.mapping(), why);
        return new Manifest.Answer(literal.status(), literal.contentType(), literal.body());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
