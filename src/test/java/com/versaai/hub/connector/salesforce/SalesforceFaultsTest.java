package com.versaai.hub.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SalesforceFaultsTest {

    private static Fault fault(String body) {
        return new SalesforceFaults().decode(ProviderAnswer.of(400, Map.of(), body, null));
    }

    @Test
    void readsTheErrorArrayAndOauthErrors() {
        assertThat(fault("[{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"m\"}]").faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(fault("{\"error\":\"invalid_grant\",\"error_description\":\"user hasn't approved\"}"))
                .extracting("code", "message").containsExactly("invalid_grant", "user hasn't approved");
    }
}
