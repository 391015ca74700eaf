package com.versaai.hub.connector.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The mail server ({@code hub.provider.mail.*}).
 *
 * @param protocol smtp, or smtps for TLS from the first byte
 * @param host     SMTP server
 * @param port     587 for STARTTLS, 465 for TLS from the first byte, 25 within a private network
 * @param username empty: no login
 * @param password only with a user name
 * @param from     sender's address
 * @param startTls whether the connection must be upgraded to TLS
 * @param timeout  of handing one mail over, from the connection to the server's last answer
 */
@Validated
@ConfigurationProperties("hub.provider.mail")
record MailSettings(
        @Pattern(regexp = "smtps?") @DefaultValue("smtp") String protocol,
        @NotBlank @DefaultValue("localhost") String host,
        @Min(1) @Max(65535) @DefaultValue("25") int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @NotBlank @DefaultValue("hub@localhost") String from,
        @DefaultValue("false") boolean startTls,
        @NotNull @DefaultValue("10s") Duration timeout) {

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + ", from " + from + "]";
    }
}
