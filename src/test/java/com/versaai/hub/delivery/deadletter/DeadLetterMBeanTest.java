package com.versaai.hub.delivery.deadletter;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** An operator works on dead letters from Hawtio. */
class DeadLetterMBeanTest extends DeadLetterCase {

    private static final String[] TEXT = {String.class.getName()};
    private static final String[] TEXTS = {String.class.getName(), String.class.getName()};

    @Test
    void worksThroughJmx() throws Exception {
        String id = dead("user.login", 1).path("id").asText();
        String discarded = dead("user.login", 1).path("id").asText();

        assertThat((Integer) ManagementFactory.getPlatformMBeanServer().getAttribute(name(), "Open")).isGreaterThanOrEqualTo(2);
        assertThat((List<?>) jmx("list", TEXTS, "mixpanel", "user.login")).anySatisfy(line -> assertThat(line.toString()).startsWith(id + "  "));
        JsonNode shown = hub.read((String) jmx("show", TEXT, id));
        assertThat(shown.path("history")).hasSize(1);
        assertThat((Boolean) jmx("discard", TEXT, discarded)).isTrue();
        assertThat((Boolean) jmx("edit", TEXTS, id, "[{\"event\":\"by_jmx\",\"properties\":{\"time\":1767607200000,\"distinct_id\":\"u\",\"$insert_id\":\"" + user + "\"}}]"))
                .isTrue();
        assertThat((Boolean) jmx("replay", TEXT, id)).isTrue();

        awaitState(id, "delivered");
        assertThat(hub.simulators().effects().containing(MIXPANEL, "by_jmx")).hasSize(1);
        assertThatThrownBy(() -> jmx("show", TEXT, "unknown")).rootCause().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void startsJobsAndShowsHowFarTheyAre() throws Exception {
        String id = dead("user.login", 1).path("id").asText();

        String job = (String) jmx("replayAll", TEXTS, "mixpanel", "");

        assertThat(job).contains("replay running, by jmx {\"filter\":{\"destination\":\"mixpanel\"}}: 0 of 1");
        awaitState(id, "delivered");
        String jobId = job.substring(0, job.indexOf(' '));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat((List<?>) jmx("jobs", new String[0])).anySatisfy(line ->
                assertThat(line.toString()).startsWith(jobId).contains("replay finished", "1 of 1, 1 changed")));
        assertThat((String) jmx("discardAll", TEXTS, "mixpanel", "")).contains("discard finished", "0 of 0");
        assertThatThrownBy(() -> jmx("stopJob", TEXT, jobId)).rootCause().isInstanceOf(IllegalStateException.class).hasMessageContaining("finished");
        assertThatThrownBy(() -> jmx("resumeJob", TEXT, "unknown")).rootCause().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void worksThroughJolokiaAsHawtioUsesIt() {
        String id = dead("user.login", 1).path("id").asText();
        String exec = "{\"type\":\"exec\",\"mbean\":\"com.versaai.hub:type=DeadLetters\",\"operation\":\"replay\",\"arguments\":[\"" + id + "\"]}";

        Hub.Answer answer = hub.call("POST", "/jolokia", exec.getBytes(StandardCharsets.UTF_8), json());

        assertThat(hub.read(answer.body()).path("value").asBoolean()).as(answer.body()).isTrue();
        awaitState(id, "delivered");
    }

    private static ObjectName name() throws Exception {
        return new ObjectName("com.versaai.hub:type=DeadLetters");
    }

    private static Object jmx(String operation, String[] signature, Object... arguments) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().invoke(name(), operation, arguments, signature);
    }
}
