package com.versaai.hub;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Says once, when the routes run, where everything is and what to paste first. */
@Component
class ReadyBanner implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyBanner.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext web)) {
            return;
        }
        String hub = "http://localhost:" + web.getWebServer().getPort();
        String seconds = String.format(Locale.ROOT, "%.1f", event.getTimeTaken().toMillis() / 1000.0);
        LOG.info(environment.acceptsProfiles(Profiles.of("sandbox")) ? sandbox(hub, seconds, environment) : live(hub, seconds));
    }

    private static String sandbox(String hub, String seconds, Environment environment) {
        return """
                ready in %s s (sandbox: every provider is simulated)

                  API      %s/api/v1   contract %s/docs/
                  Console  %s/hawtio/   catalog %s/catalog
                  Sandbox  %s/__admin/requests (what arrived at the providers)

                  Send a signed Stripe webhook (another id for another payment):
                    curl -sX POST '%s/sandbox/send/stripe/payment_intent.succeeded?id=evt_hello&amount=12345'
                  What became of it:
                    curl -s -H 'X-API-Key: sandbox-api-key' %s/api/v1/events/evt_hello/timeline
                """.formatted(seconds, hub, hub, hub, hub, environment.getProperty("hub.sandbox.providers-url"), hub, hub);
    }

    private static String live(String hub, String seconds) {
        return "ready in %s s: API %s/api/v1, contract %s/docs/, console %s/hawtio/, catalog %s/catalog".formatted(seconds, hub, hub, hub, hub);
    }
}
