package com.versaai.hub.reload;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;

/**
 * Camel's own kamelets (slack-sink, log-action …), read from the class path when a route names one. The hub's folder goes before them: a name
 * that it has is its own, also while that file is broken.
 */
final class CatalogKamelets extends ResourceResolverSupport {

    private static final String SCHEME = "catalog";
    /** Of the kamelet component. */
    static final String LOCATION = SCHEME + ":kamelets";

    private final Path folder;

    private CatalogKamelets(Path folder) {
        super(SCHEME);
        this.folder = folder;
    }

    /** @param registry of the context, or what it looks into */
    static void bind(Registry registry, CamelContext context, String folder) {
        CatalogKamelets kamelets = new CatalogKamelets(Path.of(folder));
        kamelets.setCamelContext(context);
        registry.bind(DefaultResourceLoader.RESOURCE_LOADER_KEY_PREFIX + SCHEME, kamelets);
    }

    @Override
    protected Resource createResource(String location, String remaining) {
        String file = remaining.substring(remaining.lastIndexOf('/') + 1);
        return Files.exists(folder.resolve(file)) ? new Own(location) : ResourceHelper.resolveResource(getCamelContext(), "classpath:" + remaining);
    }

    private static final class Own extends ResourceSupport {
        private Own(String location) {
            super(SCHEME, location);
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public InputStream getInputStream() throws FileNotFoundException {
            throw new FileNotFoundException(getLocation() + " is in the hub's own folder of kamelets");
        }
    }
}
