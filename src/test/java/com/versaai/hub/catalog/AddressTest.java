package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({"kafka:hub.inbox?groupId=g&saslJaasConfig=s3cret, kafka:hub.inbox", "https://api.example.test/v1?apiKey=s3cret, https:api.example.test/v1",
        "ftp://ada:s3cret@files.example.test/in?passive=true, ftp://ada:xxxxxx@files.example.test/in", "direct:a, direct:a", "timer:t?period={{p}}, timer:t"})
    void showsNoParameterAndNoPassword(String uri, String shown) {
        assertThat(Address.of(uri, Map.of()).shown()).isEqualTo(shown);
    }

    @Test
    void fillsInWhatTheTemplateWasGiven() {
        Address address = Address.of("kafka:hub.deliveries.{{destination}}?groupId=hub.{{?destination}}&x={{other}}", Map.of("destination", "a$1"));
        assertThat(address.names()).containsExactly("hub.deliveries.a$1");
        assertThat(address.parameters()).containsEntry("groupId", "hub.a$1").containsEntry("x", "{{other}}");
    }

    @Test
    void severalTopicsAreSeveralNames() {
        assertThat(Address.of("kafka:a, b,,c", Map.of()).names()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{base.url}}/events", "{{base.url:https://api.example.test}}/events", "${header.where}"})
    void whatSaysNoSchemeIsOutsideAndNoRouteOfTheHub(String uri) {
        assertThat(Address.of(uri, Map.of())).matches(Address::outside).matches(address -> !address.internal())
                .returns(null, Address::kamelet).extracting(Address::shown).asString().doesNotContain("direct");
    }

    @Test
    void aKameletIsKnownByItsName() {
        assertThat(Address.of("kamelet:slack-message-sink/mine?account=x", Map.of()).kamelet()).isEqualTo("slack-message-sink");
        assertThat(Address.of("kamelet:sink", Map.of()).kamelet()).isNull();
        assertThat(Address.of("direct:slack-message-sink", Map.of()).kamelet()).isNull();
    }
}
