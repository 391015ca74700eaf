package com.versaai.hub.mapping;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the mapping files read as {@code $config} (same names, camelCase), and where they are.
 *
 * @param connectors where the files are
 * @param texts     language of messages and CRM texts
 * @param slack     where messages go
 * @param crm       names of stages and pipelines, which every CRM account may have changed
 * @param analytics what is common to the analytics platforms
 * @param plans     plan or price id → the name people know; an id that is not listed is shown as it is
 * @param alerts    what makes an alert loud
 */
@Validated
@ConfigurationProperties("hub")
record MappingSettings(
        @Valid @DefaultValue Files connectors,
        @Valid @DefaultValue Language texts,
        @Valid @DefaultValue Slack slack,
        @Valid @DefaultValue Crm crm,
        @Valid @DefaultValue Analytics analytics,
        Map<String, String> plans,
        @Valid @DefaultValue Alerts alerts) {

    MappingSettings {
        plans = plans == null ? Map.of() : Map.copyOf(plans);
    }

    /** @param location folder with {@code <connector>/<action>.jq}, read from disk at run time */
    record Files(@NotBlank @DefaultValue("routes/connectors") String location) {
    }

    /**
     * @param locale  language tag: es (default), en, es-MX
     * @param numbers whose spelling of numbers and amounts (es-ES: 1.234,50 €); unset: that of {@code locale}. Without a country it is
     *                the one of {@link Money}
     */
    record Language(@NotNull @DefaultValue("es") Locale locale, Locale numbers) {

        Language {
            numbers = numbers == null ? locale : numbers;
        }
    }

    /** @param channels growth, revenue, support, alerts → channel name or id; one that is not set keeps its default */
    record Slack(Map<@NotBlank String, @NotBlank String> channels) {

        private static final Map<String, String> DEFAULTS =
                Map.of("growth", "#growth", "revenue", "#revenue", "support", "#support", "alerts", "#alerts");

        Slack {
            Map<String, String> all = new HashMap<>(DEFAULTS);
            all.putAll(channels == null ? Map.of() : channels);
            channels = Map.copyOf(all);
        }
    }

    /**
     * @param customFields   also send the custom fields of docs/mapping.md; they must exist in the CRM, or it refuses the record
     * @param multiCurrency  also send the currency of an amount; the CRM must have the feature on, or it refuses the record
     * @param notes          also note refunds, disputes and changes of subscriptions on the deals (of the routes, which read it themselves)
     * @param unknownCompany Salesforce demands a company of every lead
     * @param leadSource     source of a lead whose event names none
     * @param upsellDays     days from a usage threshold to the close date of the opportunity it makes
     * @param carriedFields  {@code <crm>.<object>.<field>} whose values crm.record.changed carries; of all others it has the names at most
     */
    record Crm(
            @DefaultValue("false") boolean customFields,
            @DefaultValue("false") boolean multiCurrency,
            @DefaultValue("false") boolean notes,
            @NotBlank @DefaultValue("(sin empresa)") String unknownCompany,
            @NotBlank @DefaultValue("VersaAI") String leadSource,
            @Min(0) @DefaultValue("30") int upsellDays,
            @DefaultValue List<String> carriedFields,
            @Valid @DefaultValue Salesforce salesforce,
            @Valid @DefaultValue Hubspot hubspot) {
    }

    /** Opportunity stages and case defaults, as the org calls them. */
    record Salesforce(
            @NotBlank @DefaultValue("Closed Won") String wonStage,
            @NotBlank @DefaultValue("Closed Lost") String lostStage,
            @NotBlank @DefaultValue("Qualification") String openStage,
            @NotBlank @DefaultValue("Negotiation/Review") String riskStage,
            @NotBlank @DefaultValue("New") String caseStatus,
            @NotBlank @DefaultValue("Web") String caseOrigin) {
    }

    /** Internal ids of pipelines and stages: those of a fresh account. */
    record Hubspot(
            @NotBlank @DefaultValue("default") String pipeline,
            @NotBlank @DefaultValue("closedwon") String wonStage,
            @NotBlank @DefaultValue("closedlost") String lostStage,
            @NotBlank @DefaultValue("qualifiedtobuy") String openStage,
            @NotBlank @DefaultValue("contractsent") String riskStage,
            @NotBlank @DefaultValue("0") String ticketPipeline,
            @NotBlank @DefaultValue("1") String ticketStage) {
    }

    /** @param appName how the hub names itself to the platforms */
    record Analytics(@NotBlank @Pattern(regexp = "[\\w.-]+") @DefaultValue("versaai-hub") String appName) {
    }

    /**
     * @param criticalServices services whose failure mentions the whole channel
     * @param mailTo           recipients of alert mails; none: no mail is made
     */
    record Alerts(@DefaultValue List<String> criticalServices, @DefaultValue List<@NotBlank String> mailTo) {
    }
}
