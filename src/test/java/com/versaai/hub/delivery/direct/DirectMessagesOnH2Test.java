package com.versaai.hub.delivery.direct;

import com.versaai.hub.delivery.record.Records;
import javax.sql.DataSource;

class DirectMessagesOnH2Test extends DirectMessagesContract {

    @Override
    DataSource database() {
        return Records.freshH2();
    }
}
