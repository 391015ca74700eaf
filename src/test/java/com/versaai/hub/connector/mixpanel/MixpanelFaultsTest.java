package com.versaai.hub.connector.mixpanel;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MixpanelFaultsTest {

    @Test
    void namesTheRefusedField() {
        String body = "{\"code\":400,\"error\":\"some data points in the request failed validation\",\"failed_records\":"
                + "[{\"index\":0,\"$insert_id\":\"x\",\"field\":\"properties.time\",\"message\":\"must be set\"}],\"status\":\"Bad Request\"}";
        assertThat(new MixpanelFaults().decode(ProviderAnswer.of(400, Map.of(), body, null)))
                .extracting("faultClass", "code", "message").containsExactly(FaultClass.PERMANENT, "failed_records", "1 refused: properties.time: must be set");
    }
}
