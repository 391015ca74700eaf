package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TextsTest {

    private final Texts spanish = new Texts(new Locale("es"));

    @Test
    void spanishIsTheDefaultWhateverTheJvmSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            assertThat(new Texts(Locale.FRENCH).plain("user.registered", Map.of("email", "a@b.example")))
                    .isEqualTo("🎉 Nuevo usuario registrado: a@b.example");
        } finally {
            Locale.setDefault(before);
        }
        assertThat(new Texts(Locale.UK).plain("payment.important", Map.of("amount", "$1.00"))).isEqualTo("💰 Important payment processed: $1.00");
    }

    @Test
    void valuesCanNotMentionAnybodyInSlack() {
        assertThat(spanish.slack("user.registered", Map.of("email", "<!channel> & <@U1> $0 \\{email}")))
                .isEqualTo("🎉 Nuevo usuario registrado: &lt;!channel&gt; &amp; &lt;@U1&gt; $0 \\{email}");
        assertThat(spanish.plain("user.registered", Map.of("email", "a<b"))).endsWith("a<b");
    }

    @Test
    void valuesAreOneCleanLine() {
        assertThat(spanish.plain("user.registered", Map.of("email", "a\r\n\u0000 b\u202Etxt.exe\u200B"))).endsWith(": a btxt.exe");
        assertThat(spanish.plain("user.registered", Map.of("email", "x".repeat(10_000)))).hasSize("🎉 Nuevo usuario registrado: ".length() + 500).endsWith("x…");
        assertThat(spanish.plain("user.registered", Map.of("email", "😀".repeat(600)))).hasSize("🎉 Nuevo usuario registrado: ".length() + 499).endsWith("😀…");
        assertThat(spanish.plain("user.registered", Map.of("email", "אבג שלום"))).endsWith("אבג שלום");
        assertThat(spanish.plain("user.registered", Map.of())).isEqualTo("🎉 Nuevo usuario registrado");
        assertThat(spanish.plain("alert.link", Map.of())).as("outside of such a part it shows").isEqualTo("Lista: —");
    }

    @Test
    void aPartWithoutAValueIsLeftOut() {
        Map<String, String> all = Map.of("customer", "Ada", "plan", "Pro", "from", "trialing", "status", "active");
        assertThat(spanish.slack("subscription.updated", all)).isEqualTo("🔄 Suscripción cambiada: Ada · Pro (trialing → active)");
        assertThat(spanish.slack("subscription.updated", Map.of("customer", "Ada", "status", "active"))).isEqualTo("🔄 Suscripción cambiada: Ada (active)");
        assertThat(spanish.slack("subscription.updated", Map.of("plan", "Pro", "from", "trialing"))).isEqualTo("🔄 Suscripción cambiada: Pro");
        assertThat(spanish.slack("subscription.updated", Map.of("customer", " \n", "plan", ""))).isEqualTo("🔄 Suscripción cambiada");
        assertThat(spanish.plain("usage.threshold.unknown", Map.of())).isEqualTo("📈 Límite cerca");
        assertThat(spanish.plain("usage.threshold.unknown", Map.of("customer", "[[{metric}|x]]", "metric", "$1 [[y]]")))
                .as("values are no patterns").isEqualTo("📈 [[{metric}|x]] se acerca al límite de $1 [[y]]");
        assertThat(spanish.whole("ticket.created", Map.of("subject", "Ayuda")::get)).isEqualTo("🎫 Ticket de soporte: Ayuda");
    }

    @Test
    void anUnknownTextIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> spanish.plain("no.such", Map.of())).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no.such");
    }

    @Test
    void bothLanguagesHaveTheSameTextsAndPlaceholders() throws IOException {
        Properties es = bundle("messages");
        Properties en = bundle("messages_en");
        assertThat(en.keySet()).isEqualTo(es.keySet());
        es.forEach((key, text) -> assertThat(placeholders(en.get(key))).as("%s", key).isEqualTo(placeholders(text)));
    }

    private static java.util.Set<String> placeholders(Object text) {
        return java.util.regex.Pattern.compile("\\{\\w+}").matcher((String) text).results().map(java.util.regex.MatchResult::group)
                .collect(java.util.stream.Collectors.toSet());
    }

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/messages", name + ".properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
