package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.reload.SourceFile.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFileTest {

    @ParameterizedTest
    @CsvSource({"routes/events/A.java,JAVA", "routes/A.java,JAVA", "routes/ops/a.yaml,YAML", "kamelets/a-sink.kamelet.yaml,KAMELET", "kamelets/A.java,",
        "kamelets/notes.yaml,", "routes/connectors/acme/Keep.java,JAVA", "routes/connectors/acme/connector.yaml,", "routes/connectors/acme/lead.jq,",
        "routes/connectors/acme/more/Keep.java,", "routes/connectors/Keep.java,", "routes/connectors/acme/route.yaml,"})
    void isWhatItsPathSays(String path, Kind kind) {
        assertThat(SourceFile.kind(path)).isEqualTo(kind);
    }
}
