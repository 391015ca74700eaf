package com.versaai.hub.connector;

import com.versaai.hub.provider.FaultDecoders;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the shared part of the hub, which names no connector, what the connectors know. */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    @Bean
    FaultDecoders faultDecoders(ObjectProvider<Connector> connectors) {
        return new DecodersByName(connectors::stream);
    }
}
