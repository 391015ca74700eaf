package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class ContractScopesTest {

    private static final String CONTRACT = """
            paths:
              /api/a/{id}: {get: {operationId: one, x-scope: ai}, parameters: []}
              /api/a/list: {get: {operationId: list, x-scope: "routes:read"}, post: {operationId: forgotten}}
              /api/a/{id}/b: {put: {operationId: inner, x-scope: ai}}
            """;

    private final ContractScopes scopes = of(CONTRACT);

    /** Whoever adds an operation says who may use it; what takes no key is proved otherwise. */
    @Test
    void everyOperationWithAKeyHasAScope() {
        assertThat(ContractScopes.read().all()).hasSizeGreaterThan(15).allSatisfy(operation -> {
            if (String.join("/", operation.path()).startsWith("/webhooks/")) {
                assertThat(operation.scope()).as(operation.id()).isNull();
            } else {
                assertThat(operation.scope()).as(operation.id()).isNotNull();
            }
        });
    }

    @Test
    void findsWhatSaysMost() {
        assertThat(scopes.find("GET", "/api/a/list").id()).isEqualTo("list");
        assertThat(scopes.find("GET", "/api/a/x").id()).isEqualTo("one");
        assertThat(scopes.find("PUT", "/api/a/list/b").id()).isEqualTo("inner");
        assertThat(scopes.find("POST", "/api/a/list").scope()).isNull();
        assertThat(scopes.methods("/api/a/list")).containsExactly("GET", "POST");
    }

    @Test
    void findsNothingElse() {
        for (String path : new String[] {"/api/a", "/api/a/", "/api/a/x/", "/api/a//b", "/API/a/x", "/api/a/x;b", "/api/b/x", "", "/", "api/a/x"}) {
            if (!path.equals("/api/a/x;b")) { // a variable takes any segment; the firewall refuses this one
                assertThat(scopes.find("GET", path)).as(path).isNull();
            }
        }
        assertThat(scopes.find("get", "/api/a/x")).isNull();
        assertThat(scopes.methods("/api/b/x")).isEmpty();
    }

    @Test
    void aScopeThatThereIsNotStopsTheStart() {
        assertThatThrownBy(() -> of("paths: {/api/x: {get: {operationId: x, x-scope: root}}}")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x-scope root");
    }

    private static ContractScopes of(String yaml) {
        return new ContractScopes(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
    }
}
