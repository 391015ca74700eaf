package com.versaai.hub.connector.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.DividerBlock;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.util.json.GsonFactory;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks as Slack's own model writes them: just as much as Slack takes, and one more. */
class SlackBlocksTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static LayoutBlock section(int length) {
        return SectionBlock.builder().text(MarkdownTextObject.builder().text("s".repeat(length)).build()).build();
    }

    private static LayoutBlock fields(int count, int length) {
        return SectionBlock.builder().fields(Collections.nCopies(count, MarkdownTextObject.builder().text("f".repeat(length)).build())).build();
    }

    private static LayoutBlock header(int length) {
        return HeaderBlock.builder().text(PlainTextObject.builder().text("h".repeat(length)).build()).build();
    }

    private static LayoutBlock context(int count) {
        return ContextBlock.builder().elements(Collections.nCopies(count, MarkdownTextObject.builder().text("c").build())).build();
    }

    private static LayoutBlock buttons(int count, int text, int value) {
        return ActionsBlock.builder().elements(Collections.nCopies(count, ButtonElement.builder().actionId("a")
                .text(PlainTextObject.builder().text("b".repeat(text)).build()).value("v".repeat(value)).build())).build();
    }

    static Stream<Arguments> limits() {
        LayoutBlock divider = DividerBlock.builder().build();
        return Stream.of(
                Arguments.of("blocks has 51, Slack takes 50", Collections.nCopies(50, divider), Collections.nCopies(51, divider)),
                Arguments.of("blocks[1] (section).text has 3001, Slack takes 3000", List.of(divider, section(3000)), List.of(divider, section(3001))),
                Arguments.of("blocks[0] (section).fields has 11, Slack takes 10", List.of(fields(10, 1)), List.of(fields(11, 1))),
                Arguments.of("blocks[0] (section).fields[0] has 2001, Slack takes 2000", List.of(fields(1, 2000)), List.of(fields(1, 2001))),
                Arguments.of("blocks[0] (header).text has 151, Slack takes 150", List.of(header(150)), List.of(header(151))),
                Arguments.of("blocks[0] (context).elements has 11, Slack takes 10", List.of(context(10)), List.of(context(11))),
                Arguments.of("blocks[0] (actions).elements has 26, Slack takes 25", List.of(buttons(25, 1, 1)), List.of(buttons(26, 1, 1))),
                Arguments.of("blocks[0] (actions).elements[0].text has 76, Slack takes 75", List.of(buttons(1, 75, 1)), List.of(buttons(1, 76, 1))),
                Arguments.of("blocks[0] (actions).elements[0].value has 2001, Slack takes 2000", List.of(buttons(1, 1, 2000)), List.of(buttons(1, 1, 2001))),
                Arguments.of("Slack takes 13000 characters in all", Collections.nCopies(4, section(3000)), Collections.nCopies(5, section(3000))));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void takesAsMuchAsSlackAndNamesTheBlockThatIsMore(String said, List<LayoutBlock> most, List<LayoutBlock> more) throws Exception {
        assertThatCode(() -> SlackBlocks.check(message(most))).doesNotThrowAnyException();

        assertThatThrownBy(() -> SlackBlocks.check(message(more))).isInstanceOfSatisfying(ProviderException.class, refused -> {
            assertThat(refused.fault().faultClass()).isEqualTo(FaultClass.PERMANENT);
            assertThat(refused.fault().code()).isEqualTo("invalid_message");
            assertThat(refused.fault().message()).contains(said).doesNotContain("sss").doesNotContain("vvv");
        });
    }

    @Test
    void looksIntoAttachments() throws Exception {
        ObjectNode message = JSON.createObjectNode().put("channel", "#growth").put("text", "t");
        message.putArray("attachments").addObject().set("blocks", message(List.of(header(151))).get("blocks"));
        assertThatThrownBy(() -> SlackBlocks.check(message)).hasMessageContaining("attachments[0].blocks[0] (header).text has 151");
    }

    @Test
    void refusesWhatIsNoListOrEmpty() throws Exception {
        ObjectNode text = JSON.createObjectNode().put("text", "t").put("blocks", "[]");
        assertThatThrownBy(() -> SlackBlocks.check(text)).hasMessageContaining("blocks must be a list");
        assertThatThrownBy(() -> SlackBlocks.check(message(List.of(section(0))))).hasMessageContaining("blocks[0] (section).text is empty");
        ObjectNode untyped = JSON.createObjectNode().put("text", "t");
        untyped.putArray("blocks").addObject();
        assertThatThrownBy(() -> SlackBlocks.check(untyped)).hasMessageContaining("blocks[0] has no type");
    }

    private static ObjectNode message(List<LayoutBlock> blocks) throws Exception {
        ObjectNode message = JSON.createObjectNode().put("channel", "#growth").put("text", "t");
        message.set("blocks", (ArrayNode) JSON.readTree(GsonFactory.createSnakeCase().toJson(blocks)));
        return message;
    }
}
