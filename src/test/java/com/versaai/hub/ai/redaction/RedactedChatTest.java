package com.versaai.hub.ai.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RedactedChatTest {

    private final ObjectMapper json = new ObjectMapper();
    private final RedactedChat chat = Redactions.chat();

    private ObjectNode read(String text) {
        try {
            return (ObjectNode) json.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String hide(String request) {
        ObjectNode node = read(request);
        chat.hide(node);
        return node.toString().replace('"', '\'');
    }

    private String chunk(String chunk) {
        ObjectNode node = read(chunk);
        chat.restoreChunk(node);
        return node.toString().replace('"', '\'');
    }

    @Test
    void hidesInEveryTextOfARequest() {
        assertThat(hide("{'model':'m','user':'a@x.com','messages':[{'role':'system','content':'I am a@x.com'},"
                + "{'role':'user','content':[{'type':'text','text':'b@x.com'},{'type':'image_url','image_url':{'url':'https://x.com/a@x.com'}}]},"
                + "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{\\u0022to\\u0022:\\u0022b@x.com\\u0022}'}}]},"
                + "{'role':'tool','tool_call_id':'c','content':'sent to b@x.com'}],'tools':[{'type':'function','function':{'name':'f','description':'mails a@x.com'}}]}"))
                .isEqualTo("{'model':'m','user':'⟦EMAIL_1⟧','messages':[{'role':'system','content':'I am ⟦EMAIL_1⟧'},"
                        + "{'role':'user','content':[{'type':'text','text':'⟦EMAIL_2⟧'},{'type':'image_url','image_url':{'url':'https://x.com/a@x.com'}}]},"
                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{\\'to\\':\\'⟦EMAIL_2⟧\\'}'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'sent to ⟦EMAIL_2⟧'}],'tools':[{'type':'function','function':{'name':'f','description':'mails ⟦EMAIL_1⟧'}}]}");
    }

    @Test
    void restoresAWholeAnswer() {
        hide("{'messages':[{'role':'user','content':'a@x.com'}]}");
        ObjectNode answer = read("{'choices':[{'message':{'content':'Hi ⟦EMAIL_1⟧','tool_calls':[{'function':{'name':'⟦EMAIL_1⟧','arguments':'⟦EMAIL_1⟧'}}]}},{'message':null}]}");

        chat.restore(answer);

        assertThat(answer.toString().replace('"', '\'')).isEqualTo("{'choices':[{'message':{'content':'Hi a@x.com','tool_calls':"
                + "[{'function':{'name':'⟦EMAIL_1⟧','arguments':'a@x.com'}}]}},{'message':null}]}");
    }

    @Test
    void restoresAStreamChoiceByChoice() {
        hide("{'messages':[{'role':'user','content':'a@x.com'}]}");

        assertThat(chunk("{'choices':[{'index':0,'delta':{'content':'Hi ⟦EMA'}},{'index':1,'delta':{'content':'x'}}]}"))
                .isEqualTo("{'choices':[{'index':0,'delta':{'content':'Hi '}},{'index':1,'delta':{'content':'x'}}]}");
        assertThat(chunk("{'choices':[{'index':1,'delta':{'content':'IL_1⟧'}}]}")).contains("'IL_1⟧'");
        assertThat(chunk("{'choices':[{'index':0,'delta':{'content':'IL_1⟧! ⟦'},'finish_reason':null}]}")).contains("'content':'a@x.com! '");
        assertThat(chunk("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}"))
                .isEqualTo("{'choices':[{'index':0,'delta':{'content':'⟦'},'finish_reason':'stop'}]}");
        assertThat(chunk("{'choices':[],'usage':{'prompt_tokens':1}}")).isEqualTo("{'choices':[],'usage':{'prompt_tokens':1}}");
    }

    @Test
    void restoresArgumentsOfToolCalls() {
        hide("{'messages':[{'role':'user','content':'a@x.com'}]}");

        chunk("{'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'c','function':{'name':'f','arguments':'{⟦EMAIL'}}]}}]}");
        assertThat(chunk("{'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'function':{'arguments':'_1⟧ ⟦E'}}]}}]}")).contains("'arguments':'a@x.com '");
        assertThat(chunk("{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}"))
                .contains("{'tool_calls':[{'index':1,'function':{'arguments':'⟦E'}}]}");
    }

    @Test
    void standsWhateverUpstreamSends() {
        hide("{'messages':[{'role':'user','content':'a@x.com'}]}");
        for (String odd : new String[] {"{}", "{'choices':null}", "{'choices':[1,null,{}]}", "{'choices':[{'delta':[]}]}",
            "{'choices':[{'index':'x','delta':{'content':5,'tool_calls':[{'index':'⟦','function':{'arguments':'⟦'}},3]},'finish_reason':'stop'}]}",
            "{'choices':[{'index':{},'delta':{'content':'⟦','tool_calls':{}},'finish_reason':'stop'}]}"}) {
            assertThat(chunk(odd)).isNotNull();
            chat.restore(read(odd.replace("delta", "message")));
        }
        for (int i = 0; i < 10_000; i++) {
            chunk("{'choices':[{'index':" + i + ",'delta':{'content':'⟦'}}]}");
        }
    }

    @Test
    void refusesWhatIsNestedToHide() {
        String deep = "{'messages':" + "[".repeat(60) + "'a@x.com'" + "]".repeat(60) + "}";

        assertThatThrownBy(() -> hide(deep)).isInstanceOf(RedactionFailedException.class);
    }
}
