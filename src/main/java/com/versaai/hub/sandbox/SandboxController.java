package com.versaai.hub.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** {@code /sandbox/…}: faults, effects, expiring tokens, sending webhooks. In profile {@code sandbox} only. */
@RestController
@Profile("sandbox")
@RequestMapping(value = "/sandbox", produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
class SandboxController {

    /** Strict: a misspelt field of a fault must not pass as a fault that does nothing. */
    private static final JsonMapper STRICT = JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final int MOST_EFFECTS = 1000;

    private final ObjectProvider<Simulators> simulators;
    private final WebhookSenders senders;
    private final WebhookPost post = new WebhookPost();
    private final HubAddress hub;

    SandboxController(ObjectProvider<Simulators> simulators, WebhookSenders senders, HubAddress hub) {
        this.simulators = simulators;
        this.senders = senders;
        this.hub = hub;
    }

    @GetMapping("/faults")
    Map<String, Faults.Active> faults() {
        Map<String, Faults.Active> faults = new LinkedHashMap<>();
        running().faults().active().forEach((provider, fault) -> faults.put(provider.path(), fault));
        return faults;
    }

    @PostMapping("/faults/{provider}")
    Faults.Active setFault(@PathVariable("provider") String name, @RequestBody(required = false) byte[] body) {
        SimulatedProvider provider = provider(name);
        Faults faults = running().faults();
        FaultSpec spec;
        try {
            spec = STRICT.readValue(body == null ? new byte[0] : body, FaultSpec.class);
        } catch (JsonMappingException e) {
            // Only the place: the message quotes what was sent.
            String place = e.getPath().isEmpty() ? "the body" : e.getPath().get(0).getFieldName();
            throw malformed("not a fault: " + place + " is unknown or of the wrong type", List.of(place));
        } catch (IOException e) {
            throw malformed("the body is not JSON", List.of());
        }
        if (spec == null || !spec.violations().isEmpty()) {
            throw malformed("not a valid fault", spec == null ? List.of("the body is null") : spec.violations());
        }
        faults.set(provider, spec);
        return new Faults.Active(spec, 0, spec.count());
    }

    @DeleteMapping("/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearFaults() {
        running().faults().clear();
    }

    @DeleteMapping("/faults/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearFault(@PathVariable("provider") String name) {
        SimulatedProvider provider = provider(name);
        running().faults().clear(provider);
    }

    /** The latest effects first. */
    @GetMapping("/effects/{provider}")
    Map<String, Object> effects(@PathVariable("provider") String name, @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "contains", defaultValue = "") String text) {
        SimulatedProvider provider = provider(name);
        if (limit < 1 || limit > MOST_EFFECTS) {
            throw malformed("limit must be from 1 to " + MOST_EFFECTS, List.of("limit"));
        }
        Effects ledger = running().effects();
        List<Effects.Effect> found = ledger.containing(provider, text);
        List<Effects.Effect> latest = new ArrayList<>(found.subList(Math.max(0, found.size() - limit), found.size()));
        Collections.reverse(latest);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("provider", provider.path());
        answer.put("effects", ledger.count(provider));
        answer.put("requests", ledger.requests(provider));
        answer.put("refused", ledger.refused(provider));
        answer.put("evicted", ledger.evicted(provider));
        answer.put("items", latest);
        answer.put("refusals", ledger.refusals(provider));
        return answer;
    }

    @PostMapping("/tokens/expire/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void expireTokens(@PathVariable("provider") String name) {
        SimulatedProvider provider = provider(name);
        if (!provider.issuesTokens()) {
            throw new SandboxException(HttpStatus.CONFLICT, "no-expiring-tokens", "The access tokens of this provider don't expire.",
                    "known", SimulatedProvider.paths(SimulatedProvider.values().stream().filter(SimulatedProvider::issuesTokens).toList()));
        }
        running().expireTokens(provider);
    }

    @PostMapping("/send/{provider}/{eventType}")
    Map<String, Object> send(@PathVariable("provider") String name, @PathVariable("eventType") String type,
            @RequestParam Map<String, String> query, @RequestBody(required = false) byte[] body) {
        SimulatedProvider provider = provider(name);
        WebhookSender sender = senders.of(provider).orElseThrow(() -> new SandboxException(HttpStatus.NOT_FOUND, "no-webhooks",
                "The simulator of this provider sends no webhooks.", "known", senders.names()));
        if (!sender.types().contains(type)) {
            throw new SandboxException(HttpStatus.NOT_FOUND, "unknown-event-type", "There is no sample of this event type.",
                    "known", sender.types());
        }
        OutgoingWebhook webhook;
        try {
            webhook = sender.make(type, query, values(body));
        } catch (WebhookValueException e) {
            throw malformed(e.getMessage(), e.names());
        }
        simulators.ifAvailable(here -> here.remember(provider, webhook.objects()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("eventId", webhook.eventId());
        WebhookPost.Receipt receipt = post(webhook);
        answer.put("status", receipt.status());
        answer.put("answer", receipt.body());
        answer.put("timeline", hub.resolve("/api/v1/events/"
                + UriUtils.encodePathSegment(webhook.eventId(), StandardCharsets.UTF_8) + "/timeline").toString());
        return answer;
    }

    private WebhookPost.Receipt post(OutgoingWebhook webhook) {
        try {
            return post.send(hub.resolve(webhook.path()), webhook.headers(), webhook.body());
        } catch (IOException e) {
            throw new SandboxException(HttpStatus.BAD_GATEWAY, "hub-unreachable",
                    "The hub's webhook endpoint at " + hub.base() + " gave no answer.", null, List.of());
        }
    }

    private static Map<String, String> values(byte[] body) {
        Map<String, String> values = new LinkedHashMap<>();
        if (body == null || body.length == 0) {
            return values;
        }
        JsonNode node = Call.json(body).filter(JsonNode::isObject).orElseThrow(() -> malformed("the body is not a JSON object", List.of()));
        node.properties().forEach(member -> {
            if (!member.getValue().isValueNode() || member.getValue().isNull()) {
                throw malformed("values must be texts, numbers or booleans", List.of("body"));
            }
            values.put(member.getKey(), member.getValue().asText());
        });
        return values;
    }

    private static SimulatedProvider provider(String name) {
        return SimulatedProvider.of(name).orElseThrow(() -> new SandboxException(HttpStatus.NOT_FOUND, "unknown-provider",
                "There is no simulator of this provider.", "known", SimulatedProvider.paths(SimulatedProvider.values())));
    }

    private Simulators running() {
        Simulators running = simulators.getIfAvailable();
        if (running == null) {
            throw new SandboxException(HttpStatus.CONFLICT, "simulators-elsewhere",
                    "The simulators are not run by this process (hub.sandbox.simulators.enabled).", null, List.of());
        }
        return running;
    }

    private static SandboxException malformed(String detail, List<String> errors) {
        return new SandboxException(HttpStatus.BAD_REQUEST, "malformed", detail, "errors", errors);
    }

    @ExceptionHandler(SandboxException.class)
    ResponseEntity<ProblemDetail> refuse(SandboxException e) {
        return ResponseEntity.status(e.problem().getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(e.problem());
    }
}
