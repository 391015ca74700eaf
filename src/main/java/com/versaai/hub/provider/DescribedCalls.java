package com.versaai.hub.provider;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChainHandler;

/** Calls to a provider that can also be made up to the last step, to show them. */
public interface DescribedCalls extends HttpClientConfigurer {

    /**
     * The same calls, which end in {@code instead}: nobody is connected to and no token is fetched. What {@code instead} gets is
     * the request as it would be sent, credentials and all.
     */
    HttpClientConfigurer described(ExecChainHandler instead);
}
