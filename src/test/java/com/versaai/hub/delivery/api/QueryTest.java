package com.versaai.hub.delivery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.FaultClass;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    private final Message message = new DefaultMessage(new DefaultCamelContext());
    private final Query query = new Query(message);

    @Test
    void hasDefaults() {
        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.offset()).isZero();
        assertThat(query.text("destination")).isNull();
        assertThat(query.instant("since")).isNull();
        assertThat(query.ago("olderThan", Records.NOON)).isNull();
        assertThat(query.oneOf("class", FaultClass.class)).isNull();
    }

    @Test
    void readsWhatIsThere() {
        message.setHeader("limit", "500");
        message.setHeader("class", "in_doubt");
        message.setHeader("olderThan", "PT1H");

        assertThat(query.limit()).isEqualTo(500);
        assertThat(query.oneOf("class", FaultClass.class)).isEqualTo(FaultClass.IN_DOUBT);
        assertThat(query.ago("olderThan", Records.NOON)).isEqualTo(Records.NOON.minusSeconds(3600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "x", "1.5", "99999999999"})
    void refusesALimitThatIsNone(String limit) {
        message.setHeader("limit", limit);

        refused("limit", query -> query.limit());
    }

    @ParameterizedTest
    @CsvSource({"since,yesterday", "since,2026-01-05", "olderThan,1h", "olderThan,PT", "class,bad", "cursor,-1", "cursor,abc"})
    void namesTheParameter(String name, String value) {
        message.setHeader(name, value);

        refused(name, query -> {
            switch (name) {
                case "since" -> query.instant(name);
                case "olderThan" -> query.ago(name, Records.NOON);
                case "class" -> query.oneOf(name, FaultClass.class);
                default -> query.offset();
            }
        });
    }

    @Test
    void refusesRepetitionLengthAndNul() {
        message.setHeader("destination", List.of("a", "b"));
        refused("destination", query -> query.text("destination"));
        message.setHeader("destination", "x".repeat(301));
        refused("destination", query -> query.text("destination"));
        message.setHeader("destination", "a\0b");
        refused("destination", query -> query.text("destination"));
    }

    /** PostgreSQL knows no such times. */
    @Test
    void keepsTimesWithinWhatDatabasesKnow() {
        message.setHeader("since", "-999999999-01-01T00:00:00Z");
        message.setHeader("until", "+999999999-12-31T23:59:59Z");

        assertThat(query.instant("since")).isEqualTo(Instant.EPOCH);
        assertThat(query.instant("until")).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }

    @Test
    void refusesASpanInWhichNothingCanLie() {
        Instant noon = Records.NOON;
        Query.inOrder("until", noon, noon.plusSeconds(1), "x");
        Query.inOrder("until", noon, null, "x");
        Query.inOrder("until", null, noon, "x");

        refused("until", query -> Query.inOrder("until", noon, noon, "must lie after since"));
        refused("until", query -> Query.inOrder("until", noon, noon.minusSeconds(1), "must lie after since"));
    }

    private void refused(String name, Consumer<Query> read) {
        assertThatThrownBy(() -> read.accept(query)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.problem().status()).isEqualTo(400);
            assertThat(problem.getMessage()).contains(name);
        });
    }
}
