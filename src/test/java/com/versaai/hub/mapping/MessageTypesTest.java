package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The five types of chat messages, as alerts and AI answers use them. */
class MessageTypesTest {

    @ParameterizedTest
    @CsvSource({"critical,<!channel> 🚨 [CRÍTICO],#8B0000", "error,❌ [ERROR],#E01E5A", "warning,⚠️ [AVISO],#ECB22E", "info,ℹ️ [INFO],#439FE0"})
    void anAlertHasTheEmojiMentionAndColourOfItsSeverity(String severity, String start, String colour) {
        Event event = Fixtures.event("integration-failed", "severity", severity);

        JsonNode message = Fixtures.mappings().map("slack", "system-alert", event).orElseThrow().payload();

        assertThat(message.path("text").asText()).startsWith(start + " slack: channel_not_found");
        assertThat(message.at("/attachments/0/color").asText()).isEqualTo(colour);
        assertThat(message.at("/attachments/0/text").asText()).startsWith("Evento " + event.id());
        assertThat(message.path("attachments")).hasSize(1);
    }

    @Test
    void thatAllIsWellAgainIsASuccess() {
        JsonNode message = Fixtures.mappings().map("slack", "system-alert", Fixtures.event("health-recovered")).orElseThrow().payload();

        assertThat(message.path("text").asText()).startsWith("✅ ");
        assertThat(message.at("/attachments/0/color").asText()).isEqualTo("#2EB67D");
    }

    @Test
    void nobodyWhoSendsAnEventCanMentionTheChannel() {
        Event event = Fixtures.event("integration-failed", "error", "<!channel> <https://evil.example|click>");

        String text = Fixtures.mappings().map("slack", "system-alert", event).orElseThrow().payload().toString();

        assertThat(text).doesNotContain("<!").contains("&lt;!channel&gt;");
    }

    @Test
    void anAiAnswerIsToldOnlyWhereThereIsAChannelForIt() {
        Event answered = Fixtures.event("ai-request-completed");
        assertThat(Fixtures.mappings().answer("slack", "ai-response", answered).why()).contains("hub.slack.channels.ai");
        Mappings told = Fixtures.mappings("hub.slack.channels.ai", "#ai");

        JsonNode message = told.map("slack", "ai-response", answered).orElseThrow().payload();

        assertThat(message.path("channel").asText()).isEqualTo("#ai");
        assertThat(message.path("text").asText()).isEqualTo("⚠️ IA: llama-3.3-70b (groq) ha respondido en 210 ms");
        assertThat(message.at("/attachments/0/text").asText()).isEqualTo("Tokens: 12 + 34, caché: false, modelo de reserva: true");
        JsonNode first = told.map("slack", "ai-response", Fixtures.event("ai-request-completed", "fallback", false)).orElseThrow().payload();
        assertThat(first.path("text").asText()).startsWith("ℹ️ ");
        assertThat(told.map("slack", "ai-response", Fixtures.event("user-registered"))).isEmpty();
    }
}
