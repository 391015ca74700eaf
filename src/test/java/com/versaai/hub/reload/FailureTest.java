package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.NoSuchBeanException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void aNewDestinationIsSaidToNeedARestart() {
        assertThat(Failure.words(new NoSuchBeanException("intercom-circuit"))).contains("intercom-circuit").endsWith("needs a restart");
        assertThat(Failure.words(new NoSuchBeanException("orders"))).doesNotContain("restart");
    }
}
