package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlHintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "Add .routeConfigurationId(\"hub-events\") after .routeDescription.|Add routeConfigurationId: hub-events after description:.",
        "Add .routeId(\"<object>-<what it does>\").|Add id: <object>-<what it does>.",
        "Begin a route with it: from(\"kamelet:a-source\").|Begin a route with it: from: {uri: \"kamelet:a-source\"}.",
        "Mend the name, or write kamelets/a.kamelet.yaml.|Mend the name, or write kamelets/a.kamelet.yaml.",
        "Describe it in openapi/hub.yaml, and begin with direct:<operationId>.|Describe it in openapi/hub.yaml, and begin with direct:<operationId>."})
    void speaksYaml(String java, String yaml) {
        assertThat(YamlHint.of(java)).isEqualTo(yaml);
    }
}
