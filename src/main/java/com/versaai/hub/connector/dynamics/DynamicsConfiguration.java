package com.versaai.hub.connector.dynamics;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code dynamics-record-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class DynamicsConfiguration {

    @Bean
    Connector dynamicsConnector() {
        return new DynamicsConnector();
    }

    @Bean
    DescribedCalls dynamicsAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint, ObjectProvider<Clock> clock) {
        return new ODataCalls(new AuthorizedCalls(boundedAnswers,
                new DynamicsAccess(secrets, tokenEndpoint, new SteadyClock(clock.getIfAvailable(Clock::systemUTC)))));
    }

    @Bean
    DynamicsHeaders dynamicsHeaders() {
        return new DynamicsHeaders();
    }

    @Bean
    DynamicsRecords dynamicsRecords(Secrets secrets, FaultClassifier faultClassifier) {
        return new DynamicsRecords(secrets, faultClassifier);
    }

    /**
     * Says of every call which OData it speaks. Not by the message's headers: those outlive the call, and would be taken for the answer's.
     */
    private record ODataCalls(DescribedCalls calls) implements DescribedCalls {

        @Override
        public void configureHttpClient(HttpClientBuilder client) {
            calls.configureHttpClient(client);
            client.addExecInterceptorFirst("odata", ODataCalls::speak);
        }

        @Override
        public HttpClientConfigurer described(ExecChainHandler instead) {
            HttpClientConfigurer described = calls.described(instead);
            return client -> {
                described.configureHttpClient(client);
                client.addExecInterceptorFirst("odata", ODataCalls::speak);
            };
        }

        private static ClassicHttpResponse speak(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
            request.setHeader("Accept", "application/json");
            request.setHeader(DynamicsHeaders.ODATA_VERSION, "4.0");
            request.setHeader("OData-MaxVersion", "4.0");
            return chain.proceed(request, scope);
        }
    }
}
