package com.versaai.hub.dryrun;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;

/** What texts of a stage may be read from: to fetch {@code resource:https://…} is to call somebody. */
final class StageResources implements ResourceLoader {

    private static final Set<String> AT_HAND = Set.of("base64", "catalog", "classpath", "file", "gzip", "mem", "ref", "source");

    private final ResourceLoader real;
    private CamelContext context;

    StageResources(CamelContext context) {
        this.real = context.getCamelContextExtension().getContextPlugin(ResourceLoader.class);
        this.context = context;
    }

    @Override
    public Resource resolveResource(String uri) {
        int colon = uri.indexOf(':');
        if (colon > 0 && !AT_HAND.contains(uri.substring(0, colon))) {
            throw new NotOnAStageException("a text is not fetched for show; on a stage it may come from the class path or a file");
        }
        return real.resolveResource(uri);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }
}
