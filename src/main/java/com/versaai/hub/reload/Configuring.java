package com.versaai.hub.reload;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/** Runs the code of a route file to see what it holds. It is somebody's code: it may throw, or never end. */
final class Configuring {

    /** Of this class alone the text is ours: the code could throw its parent with any. */
    static final class Endless extends TimeoutException {

        private static final long serialVersionUID = 1;

        private Endless(String message) {
            super(message);
        }
    }

    private final CamelContext context;
    private final Duration longest;
    private final boolean refuseUnsafe;

    /** @param refuseUnsafe whether a route that {@link Fitness} objects to is none */
    Configuring(CamelContext context, Duration longest, boolean refuseUnsafe) {
        this.context = context;
        this.longest = longest;
        this.refuseUnsafe = refuseUnsafe;
    }

    /**
     * What the file holds. Nothing is added to the context.
     *
     * @throws Exception        what the file's code has to say
     * @throws TimeoutException when it does not end
     */
    Content content(RouteUnit unit) throws Exception {
        FutureTask<Content> task = new FutureTask<>(() -> {
            List<RouteBuilder> builders = unit.builders(context);
            Content.configure(builders, context);
            if (refuseUnsafe) {
                Fitness.check(builders, unit.file().kind() == SourceFile.Kind.KAMELET);
            }
            return Content.of(builders);
        });
        Thread thread = new Thread(task, "hub-configure " + unit.file().path());
        thread.setDaemon(true);
        thread.setContextClassLoader(context.getApplicationContextClassLoader());
        thread.start();
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception told) {
                throw told;
            }
            throw e;
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new Endless("configure() did not end within " + longest.toSeconds()
                    + " s; a thread that cannot be interrupted stays until the hub is restarted");
        }
    }
}
