package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.ContactLookup;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.ReadOnlyCalls;
import com.versaai.hub.provider.Secrets;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code pipedrive-record-sink}, {@code pipedrive-note-sink} and {@code pipedrive-contact-lookup-action}, and the connector. */
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
    PipedriveNotes pipedriveNotes(PipedriveRecords pipedriveRecords) {
        return new PipedriveNotes(pipedriveRecords);
    }

    @Bean
    DescribedCalls pipedriveSearches(@Qualifier("connectorAccess") DescribedCalls connectorAccess, FaultClassifier faultClassifier) {
        return new ReadOnlyCalls("pipedrive", connectorAccess, faultClassifier);
    }

    @Bean
    ContactLookup pipedriveContacts(Secrets secrets, FaultClassifier faultClassifier) {
        return new ContactLookup("pipedrive", new PipedriveContacts(secrets), faultClassifier);
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
}
