package com.versaai.hub.connector.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Connector;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.mail.JavaMailSender;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of {@code mail-message-sink}, and the connector. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {

    @Bean
    Connector mailConnector() {
        return new MailConnector();
    }

    @Bean
    MailMessages mailMessages(MailSettings settings, ObjectMapper json) {
        return new MailMessages(settings, json);
    }

    @Bean
    JavaMailSender mailSender(MailSettings settings) {
        PunctualSender sender = new PunctualSender(settings.timeout());
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setProtocol(settings.protocol());
        Properties options = new Properties();
        String timeout = Long.toString(settings.timeout().toMillis());
        for (String protocol : List.of("smtp", "smtps")) {
            options.setProperty("mail." + protocol + ".connectiontimeout", timeout);
            options.setProperty("mail." + protocol + ".timeout", timeout);
            options.setProperty("mail." + protocol + ".writetimeout", timeout);
        }
        options.setProperty("mail.smtp.starttls.enable", Boolean.toString(settings.startTls()));
        options.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.startTls()));
        if (!settings.username().isEmpty()) {
            sender.setUsername(settings.username());
            sender.setPassword(settings.password());
            options.setProperty("mail.smtp.auth", "true");
            options.setProperty("mail.smtps.auth", "true");
        }
        sender.watch(options);
        sender.setJavaMailProperties(options);
        return sender;
    }
}
