package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecodersByNameTest {

    private static Connector connector(String name, FaultDecoder faults) {
        return new Connector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<FaultDecoder> faults() {
                return Optional.ofNullable(faults);
            }
        };
    }

    private static DecodersByName of(Connector... connectors) {
        DecodersByName decoders = new DecodersByName(() -> Stream.of(connectors), new Manifests(Path.of("nowhere")));
        decoders.afterSingletonsInstantiated();
        return decoders;
    }

    @Test
    void findsAnAccountsConnectorByTheFirstPartOfItsName() {
        FaultDecoder acme = new GenericFaults();
        FaultDecoder exact = new GenericFaults();
        DecodersByName decoders = of(connector("acme", acme), connector("acme-cloud", exact), connector("plain", null));
        assertThat(decoders.of("acme")).containsSame(acme);
        assertThat(decoders.of("acme-eu")).containsSame(acme);
        assertThat(decoders.of("acme-cloud")).containsSame(exact);
        for (String none : new String[] {"plain", "plain-eu", "acm", "acmes", "", "-", "-acme", "other-acme"}) {
            assertThat(decoders.of(none)).as(none).isEmpty();
        }
    }

    @Test
    void knowsNoneBeforeAllBeansStand() {
        assertThat(new DecodersByName(() -> Stream.of(connector("acme", new GenericFaults())), new Manifests(Path.of("nowhere"))).of("acme")).isEmpty();
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> of(connector("acme", null), connector("acme", null))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("named acme").hasMessageContaining("rename one");
    }
}
