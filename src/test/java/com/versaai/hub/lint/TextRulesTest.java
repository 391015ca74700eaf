package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked for in the text of files: placeholders and secrets. */
class TextRulesTest extends RuleCase {

    @Test
    void findsAPlaceholderWithoutAValue() {
        hub.property("hub.there", "1").file("routes/ops/A.java", """
                // {{hub.in.a.comment}}
                class A { void configure() {
                    from("timer:a?period={{hub.there}}").log("{{hub.missing}} {{hub.with.default:5}} {{?hub.optional}}")
                        .log("{{env:NO_SUCH_VARIABLE_HERE}}");
                } }
                """);

        List<Finding> findings = hub.findings("placeholder");

        assertThat(findings).extracting(Finding::message, Finding::line).containsExactly(
                tuple("{{hub.missing}} has no value", 3),
                tuple("{{env:NO_SUCH_VARIABLE_HERE}} has no value", 4));
        assertThat(findings.get(0).file()).endsWith("routes/ops/A.java");
    }

    @Test
    void knowsTheParametersOfTemplates() {
        hub.routes(b -> b.routeTemplate("t").templateParameter("destination").from("timer:{{destination}}").to("log:a"))
                .file("routes/ops/A.java", "class A { String uri = \"timer:{{destination}}{{destinaton}}\"; }");

        assertThat(hub.findings("placeholder")).extracting(Finding::message).containsExactly("{{destinaton}} has no value");
    }

    @Test
    void findsAPlaceholderInAKamelet() {
        hub.property("hub.there", "1").file("kamelets/acme-order-sink.kamelet.yaml", Workbench.KAMELET.replace("httpMethod: POST",
                "httpMethod: \"{{hub.missing}}\"\n              connectTimeout: \"{{hub.there}}\""));

        assertThat(hub.findings("placeholder")).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("{{hub.missing}} has no value");
            assertThat(finding.kamelet()).isEqualTo("acme-order-sink");
            assertThat(finding.line()).isEqualTo(25);
        });
    }

    /** Put together here, so that no scanner takes this file for a leak. */
    @ParameterizedTest
    @ValueSource(strings = {"whsec_|a1b2c3d4e5", "sk_live|_a1b2c3d4e5", "xoxb-|1234-5678-abc", "ghp|_0123456789abcdef", "AKIA|ABCDEFGHIJKL1234",
        "eyJhbGciOiJI|.eyJzdWIiOiIx.c2ln", "hooks.slack.com/services/T|0000000/B1/x", "gsk|_0123456789", "-----BEGIN |PRIVATE KEY", "Bearer |abcdef0123456789abcdef"})
    void findsASecretByItsForm(String halves) {
        String secret = halves.replace("|", halves.startsWith("eyJ") ? "x" : "");
        hub.file("routes/ops/A.java", "class A {\n    String key = \"" + secret + "\";\n}\n");

        List<Finding> findings = hub.findings("secret");

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.toString()).doesNotContain(secret);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"to(\"smtp:mail?password=hunter2\")", "to(\"kamelet:a-b-sink?x=1&apiKey=hunter2\")", "to(\"https://me:hunter2@acme.test\")",
        "setHeader(\"X-Api-Key\", constant(\"hunter2\"))", "setHeader(\"Authorization\").constant(\"hunter2\")", "parameter(\"token\", \"hunter2\")"})
    void findsASecretByItsName(String step) {
        hub.file("routes/ops/A.java", "class A { void configure() { from(\"direct:a\")." + step + "; } }");

        assertThat(hub.findings("secret")).singleElement().satisfies(finding -> assertThat(finding.toString()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"to(\"smtp:mail?password={{hub.mail.password}}\")", "to(\"smtp:mail?password=RAW({{hub.mail.password}})\")", "to(\"x:y?token=#bean\")",
        "to(\"kamelet:a-b-sink?token=hub.provider.acme.token\")", "setHeader(\"X-Api-Key\", simple(\"${header.k}\"))", "setBody(method(\"secrets\", \"resolve\"))",
        "to(\"https://acme/x?tokens=\")", "log(\"the token of the account is missing\")", "parameter(\"destination\", \"slack\")"})
    void leavesNamesAlone(String step) {
        hub.file("routes/ops/A.java", "class A { void configure() { from(\"direct:a\")." + step + "; } }");

        assertThat(hub.findings("secret")).isEmpty();
    }

    @Test
    void findsASecretInAKamelet() {
        hub.file("kamelets/acme-order-sink.kamelet.yaml", Workbench.KAMELET
                .replace("httpMethod: POST", "httpMethod: POST\n              authPassword: hunter2")
                .replace("- removeHeaders:", "- setHeader: {name: Authorization, constant: hunter2}\n        - removeHeaders:")
                .replace("      timeout:", "      token: {title: T, description: Name of the property, type: string, default: hunter2}\n      timeout:"));

        assertThat(hub.findings("secret")).extracting(Finding::line).containsExactly(15, 22, 28);
        assertThat(hub.findings("secret").toString()).doesNotContain("hunter2");
    }

    @Test
    void takesASecretByNameInAKamelet() {
        hub.file("kamelets/acme-order-sink.kamelet.yaml", Workbench.KAMELET
                .replace("httpMethod: POST", "httpMethod: POST\n              authPassword: \"{{password}}\"")
                .replace("      timeout:", "      password: {title: T, description: Name of the property, type: string, default: hub.provider.acme.password}\n      timeout:"));

        assertThat(hub.findings("secret")).isEmpty();
    }
}
