package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code pipedrive-record-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class PipedriveConfiguration {

    @Bean
    Connector pipedriveConnector() {
        return new PipedriveConnector();
    }

    @Bean
    PipedriveRecords pipedriveRecords(Secrets secrets, FaultClassifier faultClassifier) {
        return new PipedriveRecords(secrets, faultClassifier);
    }

    @Bean
    DescribedCalls pipedriveSearches(@Qualifier("connectorAccess") DescribedCalls connectorAccess, FaultClassifier faultClassifier) {
        return new Searches(connectorAccess, faultClassifier);
    }

    @Bean
    DescribedCalls pipedriveWrites(@Qualifier("connectorAccess") DescribedCalls connectorAccess) {
        return new Writes(connectorAccess);
    }

    /** A record that the search found and that is gone when it is to be changed: the next attempt finds none, and makes one. */
    private record Writes(DescribedCalls calls) implements DescribedCalls {

        @Override
        public void configureHttpClient(HttpClientBuilder client) {
            calls.configureHttpClient(client);
            client.addExecInterceptorFirst("deleted-meanwhile", (request, scope, chain) -> {
                ClassicHttpResponse answer = chain.proceed(request, scope);
                if (answer.getCode() == 404 && "PATCH".equals(request.getMethod())) {
                    EntityUtils.consumeQuietly(answer.getEntity());
                    throw new ProviderException("pipedrive", new Fault(FaultClass.TRANSIENT, 404, "record_deleted",
                            "the record that the search found was deleted meanwhile; the next attempt makes it anew", null, null));
                }
                return answer;
            });
        }

        @Override
        public HttpClientConfigurer described(ExecChainHandler instead) {
            return calls.described(instead);
        }
    }

    /** Calls that only read: one without an answer has done nothing, so that nobody need doubt it, and it can be tried again. */
    private record Searches(DescribedCalls calls, FaultClassifier faults) implements DescribedCalls {

        @Override
        public void configureHttpClient(HttpClientBuilder client) {
            calls.configureHttpClient(client);
            client.addExecInterceptorFirst("only-reads", (request, scope, chain) -> {
                try {
                    return read(chain.proceed(request, scope));
                } catch (IOException e) {
                    throw new ProviderException("pipedrive", undoubted(faults.classify("pipedrive", e)));
                }
            });
        }

        @Override
        public HttpClientConfigurer described(ExecChainHandler instead) {
            return calls.described(instead);
        }

        /** Here and not by camel-http, which would find half an answer in doubt. */
        private static ClassicHttpResponse read(ClassicHttpResponse answer) throws IOException {
            HttpEntity entity = answer.getEntity();
            if (entity != null) {
                ContentType type = ContentType.parseLenient(entity.getContentType());
                answer.setEntity(new ByteArrayEntity(EntityUtils.toByteArray(entity), type));
            }
            return answer;
        }

        private static Fault undoubted(Fault fault) {
            FaultClass faultClass = fault.faultClass() == FaultClass.IN_DOUBT ? FaultClass.TRANSIENT : fault.faultClass();
            return new Fault(faultClass, fault.status(), fault.code(), fault.message(), fault.retryAfter(), fault.answer());
        }
    }
}
