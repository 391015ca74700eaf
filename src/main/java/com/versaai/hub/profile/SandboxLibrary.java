package com.versaai.hub.profile;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.springframework.util.ClassUtils;

/**
 * The sandbox's library, as the hub proper knows it: simulators, sender and WireMock lie in a folder of their own, {@code lib-sandbox}, which
 * a production image leaves out. Here it is asked for in profile {@code sandbox} only.
 */
public interface SandboxLibrary {

    /**
     * What a hub has to be given to call the simulated providers: whole property names, {@code hub.provider.<name>.<setting>}.
     *
     * @param providersUrl where the simulators are
     */
    Map<String, String> settings(String providersUrl);

    /** The library, if all of it is on the class path; an IDE may have the sources' half of it alone. */
    static Optional<SandboxLibrary> find(ClassLoader classes) {
        return ClassUtils.isPresent("com.github.tomakehurst.wiremock.WireMockServer", classes)
                ? ServiceLoader.load(SandboxLibrary.class, classes).findFirst() : Optional.empty();
    }
}
