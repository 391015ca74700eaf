package com.versaai.hub.connector.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.FarSide;
import com.versaai.hub.connector.SinkContract;
import com.versaai.hub.provider.FaultClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** Over SMTP. */
class MailSinkContractTest extends SinkContract {

    @Override
    protected FarSide farSide() {
        try {
            return new MailFarSide();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The beans hold the settings: one mail server per hub. */
    @Override
    protected void configure(String account, Map<String, String> settings) {
        MailSettings mail = new MailSettings("smtp", settings.get("host"), Integer.parseInt(settings.get("port")), settings.get("username"),
                settings.get("password"), "hub@acme.example", false, Duration.ofMillis(800));
        hub.bind("mailMessages", new MailMessages(mail, new ObjectMapper()));
        hub.bind("mailSender", new MailConfiguration().mailSender(mail));
    }

    @Override
    protected String[] mappingSettings() {
        return new String[] {"hub.alerts.mail-to[0]", "ops@acme.example"};
    }

    @Override
    protected Map<String, FaultClass> refusals() {
        return Map.of("421", FaultClass.TRANSIENT, "450", FaultClass.TRANSIENT, "451", FaultClass.TRANSIENT, "452", FaultClass.TRANSIENT,
                "535", FaultClass.PERMANENT, "550", FaultClass.PERMANENT, "552", FaultClass.PERMANENT, "554", FaultClass.PERMANENT);
    }

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "a mail account logs in with its password",
                Ability.RETRY_ADVICE, "SMTP replies have no time in them",
                Ability.OWN_TIMEOUT, "the setting timeout limits each reply",
                Ability.ACCOUNTS, "a hub has one mail server, so that its kamelet takes no account");
    }
}
