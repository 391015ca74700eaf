package com.versaai.hub.ai.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.ai.redaction.HiddenValues.Into;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoringFilterTest {

    private HiddenValues values;

    @BeforeEach
    void hideTwo() {
        values = new Redaction(new RedactionSettings(true, Map.of())).open();
        values.hide("a@x.com b@x.com");
    }

    @Test
    void passesOnAtOnceWhatHoldsNoPlaceholder() {
        RestoringFilter filter = values.restoring(Into.TEXT);

        assertThat(filter.accept("Hello ")).isEqualTo("Hello ");
        assertThat(filter.accept("")).isEmpty();
        assertThat(filter.accept(null)).isEmpty();
        assertThat(filter.accept("x ⟦EMA")).isEqualTo("x ");
        assertThat(filter.accept("IL_")).isEmpty();
        assertThat(filter.accept("1⟧ y")).isEqualTo("a@x.com y");
        assertThat(filter.finish()).isEmpty();
    }

    @Test
    void restoresHoweverThePiecesAreCut() {
        String answer = "⟦EMAIL_1⟧⟦EMAIL_2⟧ 😀 ⟦⟦EMAIL_1⟧⟧ ⟦ no ⟧ ⟦EMAIL_9⟧ ⟦email_1⟧ ⟦EMAIL_2";
        String expected = "a@x.comb@x.com 😀 ⟦a@x.com⟧ ⟦ no ⟧ ⟦EMAIL_9⟧ ⟦email_1⟧ ⟦EMAIL_2";
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            RestoringFilter filter = values.restoring(Into.TEXT);
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < answer.length(); ) {
                int end = Math.min(answer.length(), at + 1 + random.nextInt(round % 12 + 1));
                out.append(filter.accept(answer.substring(at, end)));
                at = end;
            }
            assertThat(out.append(filter.finish())).hasToString(expected);
        }
        assertThat(values.restore(answer, Into.TEXT)).isEqualTo(expected);
    }

    @Test
    void knowsTheBracketsEscapedInJson() {
        String arguments = "{#to#:#|u27e6EMAIL_1|u27E7#,#cc#:#|u27E6EMAIL_2|u27E7 ||u27e6EMAIL_1|u27e7|n|u00e9⟦EMAIL_1⟧#}|u27".replace('|', '\\').replace('#', '"');
        String expected = "{#to#:#a@x.com#,#cc#:#b@x.com ||u27e6EMAIL_1⟧|n|u00e9a@x.com#}|u27".replace('|', '\\').replace('#', '"');
        for (int size = 1; size < 12; size++) {
            RestoringFilter filter = values.restoring(Into.JSON);
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < arguments.length(); at += size) {
                out.append(filter.accept(arguments.substring(at, Math.min(arguments.length(), at + size))));
            }
            assertThat(out.append(filter.finish())).hasToString(expected);
        }
        assertThat(values.restore("|u27e6EMAIL_1|u27e7".replace('|', '\\'), Into.TEXT)).contains("EMAIL_1");
    }

    @Test
    void neverHoldsBackMoreThanAPlaceholder() {
        RestoringFilter filter = values.restoring(Into.TEXT);
        String endless = "⟦" + "A".repeat(10_000);
        int in = 0;
        int out = 0;
        for (char c : endless.toCharArray()) {
            in++;
            out += filter.accept(String.valueOf(c)).length();
            assertThat(in - out).isLessThanOrEqualTo(RedactionMarks.LONGEST);
        }
        assertThat(out + filter.finish().length()).isEqualTo(endless.length());
    }

    @Test
    void whatWasPutBackIsNotReadAgain() {
        HiddenValues nested = new Redaction(new RedactionSettings(true, Map.of())).open();
        String hidden = nested.hide("⟦TEXT_1⟧ ⟦TEXT_2⟧");

        assertThat(nested.restore(hidden, Into.TEXT)).isEqualTo("⟦TEXT_1⟧ ⟦TEXT_2⟧");
    }
}
