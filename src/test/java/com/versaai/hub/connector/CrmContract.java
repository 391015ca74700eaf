package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every CRM owes besides: whatever goes wrong with records there has one meaning, in whichever words the CRM says it. */
public abstract class CrmContract extends SinkContract {

    private static final String NOWHERE = "no_such_field";
    /** Fields of people's words in any CRM. */
    private static final String NAMES = "(?i)((first|last)_?name|deal_?name|name|title|subject)";

    /** What a CRM has a word of its own for. */
    protected enum Wrong {
        /** A rule of the account's against duplicates. */
        DUPLICATE,
        /** Somebody else writes the record at this moment. */
        LOCKED,
        /** The token was taken back. */
        REVOKED,
        /** The calls of the day are used up. */
        DAILY_LIMIT
    }

    /** The status and, after a space, the code with which the CRM says it; empty where it can't happen, with the reason in a comment. */
    protected abstract Optional<String> said(Wrong wrong);

    /** The deal that its note is about; CRMs without notes have none to write. */
    @BeforeAll
    final void writeTheDeal() {
        if (messages.containsKey("note")) {
            Mapped deal = Fixtures.mappings().map(name, "opportunity", Fixtures.event("payment-disputed")).orElseThrow();
            Exchange done = hub.send(manifest.kameletOf("opportunity") + newcomer(), deal.payload().toString(),
                    Map.of("HubDeliveryId", "e-0", "HubKey", deal.key(), "HubObject", deal.object()));
            assertThat(done.getException()).as("the deal").isNull();
            far.heal();
        }
    }

    @Test
    void aNoteWaitsForItsDeal() {
        if (messages.containsKey("note")) {
            far.loseRecords();
            far.heal();
            assertThat(fault(send("note", newcomer(), Map.of())).faultClass()).as("before the deal is there").isEqualTo(FaultClass.TRANSIENT);
            assertThat(far.taken()).isZero();
            writeTheDeal();
            assertThat(send("note", newcomer(), Map.of()).getException()).as("when it is").isNull();
            assertThat(far.taken()).isEqualTo(effects("note"));
        }
    }

    private void assertEach(Wrong wrong, FaultClass expected) {
        said(wrong).ifPresent(how -> messages.keySet().forEach(action -> {
            far.heal();
            far.refuse(how);
            assertThat(fault(send(action, newcomer(), Map.of()))).as(action + ' ' + how).extracting("faultClass").isEqualTo(expected);
            assertThat(far.taken()).as(action + ' ' + how).isZero();
        }));
    }

    @Test
    void aDuplicateThatARuleForbidsIsForPeopleToMerge() {
        assertEach(Wrong.DUPLICATE, FaultClass.PERMANENT);
    }

    @Test
    void aLockedRowIsTriedAgain() {
        assertEach(Wrong.LOCKED, FaultClass.TRANSIENT);
    }

    @Test
    void aRevokedTokenIsNotTriedAgain() {
        assertThat(said(Wrong.REVOKED)).isPresent();
        assertEach(Wrong.REVOKED, FaultClass.PERMANENT);
    }

    @Test
    void aDaysLimitIsWaitedFor() {
        assertThat(said(Wrong.DAILY_LIMIT)).isPresent();
        assertEach(Wrong.DAILY_LIMIT, FaultClass.RATE_LIMITED);
        far.refuse(said(Wrong.DAILY_LIMIT).orElseThrow());
        Duration wait = fault(send(messages.keySet().iterator().next(), newcomer(), Map.of())).retryAfter();
        assertThat(wait == null || wait.compareTo(Duration.ofSeconds(1)) >= 0).as("what it says of the time").isTrue();
    }

    @Test
    void aFieldThatIsNotThereIsNamed() {
        messages.forEach((action, message) -> {
            far.heal();
            String account = newcomer();
            ObjectNode payload = ((ObjectNode) message.payload()).deepCopy().put(NOWHERE, "x");
            Fault fault = fault(hub.send(manifest.kameletOf(action) + account, payload.toString(), headers(action, message)));
            assertThat(fault.faultClass()).as(action).isEqualTo(FaultClass.PERMANENT);
            assertThat(fault.message()).as(action).contains(NOWHERE);
        });
    }

    private Map<String, Object> headers(String action, Mapped message) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("HubDeliveryId", "e-1/" + name + '/' + action);
        headers.put("HubKey", key(action, message.key()));
        headers.put("HubObject", message.object());
        return headers;
    }

    @Test
    void aRecordThatWasDeletedMeanwhileIsMadeAnew() {
        messages.keySet().forEach(action -> {
            String account = newcomer();
            far.heal();
            assertThat(send(action, account, Map.of()).getException()).as(action).isNull();
            far.loseRecords();
            writeTheDeal();
            Exchange again = send(action, account, Map.of());
            assertThat(again.getException()).as(action + " after it was deleted").isNull();
            assertThat(far.taken()).as(action).isPositive();
        });
    }

    /** The newer is delivered, then the older comes: by what the deliveries do, to the far side. The same without what they look at changes the record. */
    @Test
    void noOlderEventOverwritesANewerOne() throws Exception {
        try (OrderedDeliveries deliveries = new OrderedDeliveries(hub, manifest); OrderedDeliveries others = new OrderedDeliveries(hub, manifest)) {
            for (Map.Entry<String, Mapped> each : messages.entrySet()) {
                String action = each.getKey();
                Mapped message = each.getValue();
                assertThat(manifest.hasState(action)).as(action).isEqualTo(!additions().contains(action));
                assertThat(message.key()).as(action + " has a key, so that its record is known").isNotBlank();
                if (additions().contains(action)) {
                    continue;
                }
                // What an action before has made of the same object is nothing to this one.
                far.loseRecords();
                String account = newcomer();
                String key = key(action, message.key());
                Mapped newer = named(message, key, "Newer");
                assertThat(deliveries.deliver(action, account, newer, OrderedDeliveries.NOON)).as(action).isEqualTo(DeliveryState.DELIVERED);
                Map<String, String> records = far.records();
                assertThat(records.values()).as(action + " is in a record").anySatisfy(record -> assertThat(record).contains("Newer"));

                Mapped older = named(message, key, "Older");
                assertThat(deliveries.deliver(action, account, older, OrderedDeliveries.NOON.minusSeconds(1))).as(action).isEqualTo(DeliveryState.SUPERSEDED);
                assertThat(far.records()).as(action + " after the older").isEqualTo(records);

                // Those who have not written down that the newer was applied.
                assertThat(others.deliver(action, account, older, OrderedDeliveries.NOON.minusSeconds(1))).as(action).isEqualTo(DeliveryState.DELIVERED);
                assertThat(far.records().toString().contains("Older")).as(action + ": without the guard it is overwritten").isEqualTo(!closed().contains(action));
            }
        }
    }

    /** As if somebody were called otherwise, or something. */
    private Mapped named(Mapped message, String key, String name) {
        ObjectNode payload = ((ObjectNode) message.payload()).deepCopy();
        String field = payload.properties().stream().filter(one -> one.getValue().isTextual() && one.getKey().matches(NAMES)).findFirst()
                .orElseThrow(() -> new AssertionError("nothing in " + payload + " is a name")).getKey();
        return new Mapped(key, message.object(), payload.put(field, name));
    }

    /** Actions that add something each time and overwrite nothing. */
    protected Set<String> additions() {
        return Set.of("note");
    }

    /** Actions whose record is closed with the first write, so that the far side itself takes no other. */
    protected Set<String> closed() {
        return Set.of();
    }
}
