package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.dryrun.Differences.Changed;
import com.versaai.hub.dryrun.Differences.Difference;
import com.versaai.hub.dryrun.Differences.Field;
import com.versaai.hub.dryrun.Differences.One;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final One SLACK = new One("slack", "user-login", "why", null);
    private static final One HUBSPOT = new One("hubspot", "lead", "why", null);
    private static final Changed NEXT_STEP = new Changed("salesforce", "opportunity", List.of(new Field("/NextStep", "a", "b")));

    private static Difference difference(List<One> added, List<One> gone, List<Changed> changed, String before, String after) {
        return new Difference("e", "t", "r", added, gone, changed, before, after);
    }

    @Test
    void saysHowManyOfHowManyAndWhat() {
        assertThat(Summary.of(100, 2500, 0, false, List.of(
                difference(List.of(SLACK, SLACK), List.of(HUBSPOT), List.of(NEXT_STEP), null, null),
                difference(List.of(SLACK), List.of(), List.of(NEXT_STEP), null, "IllegalStateException"),
                difference(List.of(), List.of(), List.of(), "NullPointerException", null))))
                .isEqualTo("100 of 2500 events, the oldest (more by limit): +3 slack, -1 hubspot, 2 changed: NextStep, 1 fail now, 1 fail no more");
    }

    @Test
    void saysThatNothingDiffers() {
        assertThat(Summary.of(1, 1, 0, false, List.of())).isEqualTo("1 event: no difference");
        assertThat(Summary.of(0, 0, 0, false, List.of())).isEqualTo("0 events: no difference");
        assertThat(Summary.of(0, 0, 100, true, List.of())).isEqualTo("100 webhooks, the oldest (more by limit): no difference");
    }
}
