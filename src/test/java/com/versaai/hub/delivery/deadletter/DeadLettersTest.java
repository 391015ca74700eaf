package com.versaai.hub.delivery.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.delivery.deadletter.DeadLetterBox.Letter;
import com.versaai.hub.delivery.deadletter.EditRules.Editor;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.ReservedSources;
import com.versaai.hub.provider.FaultClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private record Published(String topic, String key, Map<String, Object> headers, String value) {
    }

    private static final Filter DEAD = Filter.dead(null, null, null, null, null, null);

    private static final EditRules RULES = new EditRules(new ReservedSources(List.of("/stripe", "/hub")));
    private static final Editor OPS = new Editor("ops", false);
    private static final Editor FORGER = new Editor("forger", true);

    private final Records records = new Records();
    private final List<Published> published = new ArrayList<>();
    private final List<Event> told = new ArrayList<>();
    private Runnable whilePublishing = () -> { };
    private final DeadLetters letters = new DeadLetters(records.commits, (topic, key, headers, value) -> {
        published.add(new Published(topic, key, headers, new String(value, StandardCharsets.UTF_8)));
        whilePublishing.run();
    }, null, records.destinations, RULES, records.json, records.clock);

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void replaysTheEditedPayloadInTheNextRound() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        assertThat(letters.edit(found(delivery), records.json.readTree("{\"name\":\"Grace\"}"), OPS)).isTrue();
        assertThat(letters.payload(found(delivery)).path("name").asText()).isEqualTo("Grace");

        assertThat(letters.replay(found(delivery), "ops")).isTrue();

        Published replay = published.get(0);
        assertThat(replay.topic()).isEqualTo("hub.deliveries.hubspot");
        assertThat(replay.key()).isEqualTo("user-1");
        Delivery next = records.json.readValue(replay.value(), Delivery.class);
        assertThat(next.id()).isEqualTo(delivery.id());
        assertThat(next.round()).isEqualTo(1);
        assertThat(next.payload().path("name").asText()).isEqualTo("Grace");
        assertThat(records.state(delivery)).isEqualTo(DeliveryState.QUEUED);
        assertThat(records.deliveries.attempts(delivery.id())).extracting(Attempt::outcome).containsExactly("permanent", "edited", "replayed");
        assertThat(records.deliveries.attempts(delivery.id()).get(2).message()).isEqualTo("by ops");
        assertThat(records.log.contains(records.exchange(next), next.id())).isFalse();
        assertThat(records.log.contains(records.exchange(delivery), delivery.id())).as("a late copy of the first round").isTrue();
    }

    @Test
    void whatIsReplayedWaitsWithItsChannelAlsoWhenItWasEditedToAnother() throws Exception {
        Delivery delivery = records.dead("slack", "e1");
        letters.edit(found(delivery), records.json.readTree("{\"channel\":\"#revenue\",\"text\":\"x\"}"), OPS);

        assertThat(letters.replay(found(delivery), "ops")).isTrue();

        assertThat(published.get(0).key()).isEqualTo("#revenue");
    }

    @Test
    void isTheSameLetterWhenItFailsAgain() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        String id = found(delivery).deadLetterId();
        letters.replay(found(delivery), "ops");
        Exchange again = records.found(delivery.inRound(1));
        records.fail(again, FaultClass.PERMANENT);
        records.outcomes.deadLetter(again);

        assertThat(records.deliveries.list(DEAD, 10, 0)).extracting(Found::deadLetterId).containsExactly(id);
        assertThat(records.deliveries.attempts(delivery.id())).hasSize(3);
        assertThat(letters.replay(found(delivery), "ops")).isTrue();
    }

    @Test
    void leavesAReplayThatFailedBeforeItWasMarkedDead() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        whilePublishing = () -> {
            Exchange faster = records.found(delivery.inRound(1));
            records.fail(faster, FaultClass.PERMANENT);
            try {
                records.outcomes.deadLetter(faster);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        };

        letters.replay(found(delivery), "ops");

        assertThat(records.state(delivery)).isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void leavesARoutingReplayThatFailedBeforeItWasMarkedDead() throws Exception {
        DeadLetterBox box = new DeadLetterBox(records.store, told::add, records.json, records.clock);
        Letter letter = request("evt_1");
        String id = box.keep(letter);
        whilePublishing = () -> {
            try {
                box.keep(request("evt_1", "hub.inbox-0@2"));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        };

        assertThat(letters.replay(records.deliveries.find(id), "ops")).isTrue();

        assertThat(published.get(0).topic()).isEqualTo("hub.inbox");
        assertThat(published.get(0).headers()).containsEntry("hub-source", "stripe");
        assertThat(records.deliveries.list(DEAD, 10, 0)).extracting(Found::deadLetterId).containsExactly(id);
        assertThat(records.deliveries.attempts(letter.id())).extracting(Attempt::outcome).containsExactly("permanent", "replayed", "permanent");
    }

    @Test
    void letsOneOfTwoOperatorsAct() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        Found seenByBoth = found(delivery);

        assertThat(letters.discard(seenByBoth, "first")).isTrue();

        assertThat(letters.discard(seenByBoth, "second")).isFalse();
        assertThat(letters.replay(seenByBoth, "second")).isFalse();
        assertThat(letters.edit(seenByBoth, records.json.createObjectNode(), new Editor("second", false))).isFalse();
        assertThat(published).isEmpty();
        assertThat(records.state(delivery)).isEqualTo(DeliveryState.DISCARDED);
        assertThat(records.deliveries.attempts(delivery.id())).hasSize(2);
    }

    @Test
    void staysDeadWhenKafkaDoesNotTakeIt() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        whilePublishing = () -> {
            throw new TimeoutException("away");
        };

        assertThatThrownBy(() -> letters.replay(found(delivery), "ops")).isInstanceOf(TimeoutException.class);

        assertThat(records.state(delivery)).isEqualTo(DeliveryState.DEAD);
        whilePublishing = () -> { };
        assertThat(letters.replay(found(delivery), "ops")).isTrue();
    }

    @Test
    void keepsWhatNeverWasADeliveryForLookingAtAndDiscarding() throws Exception {
        DeadLetterBox box = new DeadLetterBox(records.store, told::add, records.json, records.clock);
        String id = box.keep(new Letter("unreadable/x", DeadLetterBox.ROUTING, "user-events-notify", "unknown", "unknown", null, null,
                TextNode.valueOf("rubbish"), "unreadable", "no JSON", "hub.events.user-0@1"));
        records.clock.forward(Duration.ofSeconds(1));

        assertThat(letters.payload(records.deliveries.find(id)).asText()).isEqualTo("rubbish");
        assertThatThrownBy(() -> letters.replay(records.deliveries.find(id), "ops")).isInstanceOf(NotReplayableException.class);
        assertThat(letters.discard(records.deliveries.find(id), "ops")).isTrue();
    }

    @Test
    void tellsOfALetterOfEveryStageButNotOfAnAlerts() throws Exception {
        DeadLetterBox box = new DeadLetterBox(records.store, told::add, records.json, records.clock);
        Event event = Event.of("/versaai", "u1", "user.login", "u1", records.clock.instant(), Map.of()).correlatedBy("c1").within("acme", null);
        box.keep(letter(event), event);
        box.keep(letter(event, "hub.events.user-0@2"), event);

        assertThat(told).extracting(Event::type).containsExactly("integration.failed", "integration.failed");
        assertThat(told.get(0).data()).containsEntry("service", "routing").containsEntry("error", "routing_failed").containsEntry("attempts", 1);
        assertThat(told.get(1).data()).as("failed again").containsEntry("attempts", 2);
        assertThat(told.get(1).id()).isNotEqualTo(told.get(0).id());
        assertThat(told).allSatisfy(one -> assertThat(one).extracting(Event::correlationid, Event::tenant).containsExactly("c1", "acme"));

        for (String type : List.of("integration.failed", "system.health.degraded")) {
            Event alert = Event.of("/hub", "a", type, "slack", records.clock.instant(), Map.of());
            box.keep(letter(alert), alert);
        }
        assertThat(told).hasSize(2);
    }

    /** A rebalance or a kill before the offset is committed, at each stage. */
    @Test
    void aRecordReadAgainIsNoNewFailure() throws Exception {
        Event event = Event.of("/versaai", "u1", "user.login", "u1", records.clock.instant(), Map.of());
        for (Letter letter : List.of(letter(event), request("evt_1"))) {
            told.clear();
            String id = box().keep(letter);

            assertThat(box().keep(letter)).isEqualTo(id);

            assertThat(records.deliveries.attempts(letter.id())).extracting(Attempt::outcome).containsExactly("permanent");
            assertThat(told).hasSize(1);
        }
        Letter request = request("evt_1");
        assertThat(letters.replay(records.deliveries.find(box().keep(request)), "ops")).isTrue();
        box().keep(request);
        assertThat(records.store.find(request.id()).state()).as("whose replay is on its way").isEqualTo(DeliveryState.QUEUED);
    }

    @Test
    void isNotKeptWithoutBeingTold() {
        Event event = Event.of("/versaai", "u1", "user.login", "u1", records.clock.instant(), Map.of());
        DeadLetterBox box = new DeadLetterBox(records.store, one -> {
            throw new TimeoutException("away");
        }, records.json, records.clock);

        assertThatThrownBy(() -> box.keep(letter(event), event)).isInstanceOf(TimeoutException.class);

        assertThat(records.deliveries.list(DEAD, 10, 0)).as("the record is read again").isEmpty();
    }

    private Letter letter(Event event) {
        return letter(event, "hub.events.user-0@1");
    }

    private Letter letter(Event event, String record) {
        return new Letter(event.id() + "/routing/x", DeadLetterBox.ROUTING, "x", event.id(), event.type(), event.subject(), event.time(),
                records.json.valueToTree(event), "routing_failed", "no such field", record);
    }

    @Test
    void takesNoPayloadThatIsNone() throws Exception {
        Delivery delivery = records.dead("hubspot", "e1");
        for (String text : List.of("null", "1", "\"x\"")) {
            JsonNode payload = records.json.readTree(text);
            assertThatThrownBy(() -> letters.edit(found(delivery), payload, OPS)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** It would be lost: nobody reads it at the stage that failed, and it held up all others of a filter. */
    @Test
    void takesNoPayloadThatCouldNotGoBack() throws Exception {
        Letter request = request("evt_1");
        Letter event = new Letter("e2/routing/r", DeadLetterBox.ROUTING, "r", "e2", "user.login", "u", null,
                records.json.valueToTree(Event.of("/versaai", "o", "user.login", "u", Records.NOON, Map.of())), "routing_failed", "why", "hub.events.user-0@1");
        for (Letter letter : List.of(request, event)) {
            Found found = records.deliveries.find(box().keep(letter));
            for (String text : List.of("{}", "[]", "{\"headers\":{},\"body\":\"AQ==\"}", "{\"headers\":{\"hub-source\":\"stripe\"},\"body\":\"x\"}",
                    "{\"id\":\"e2\",\"type\":\"user.login\",\"source\":\"/versaai\"}")) {
                JsonNode payload = records.json.readTree(text);
                assertThatThrownBy(() -> letters.edit(found, payload, FORGER)).as("%s %s", letter.id(), text).isInstanceOf(UnfitPayloadException.class);
            }
            assertThat(letters.payload(records.deliveries.find(letter.id()))).hasToString(letter.content().toString());
            assertThat(records.deliveries.attempts(letter.id())).hasSize(1);
        }
        JsonNode mended = records.json.valueToTree(new StoredRequest(Map.of("hub-source", "stripe"), new byte[] {2}));
        assertThat(letters.edit(records.deliveries.find(request.id()), mended, FORGER)).isTrue();
    }

    @Test
    void keepsWhatWasSignedAsItCame() throws Exception {
        Letter request = request("evt_1");
        Found found = records.deliveries.find(box().keep(request));
        JsonNode forged = records.json.valueToTree(new StoredRequest(Map.of("hub-source", "stripe"), new byte[] {2}));

        assertThatThrownBy(() -> letters.edit(found, forged, OPS)).isInstanceOf(SignedPayloadException.class);

        assertThat(records.deliveries.attempts(request.id())).as("nothing was done").hasSize(1);
        assertThat(letters.replay(records.deliveries.find(request.id()), "ops")).isTrue();
        assertThat(published.get(0).value()).isEqualTo("\u0001");
        assertThat(published.get(0).headers()).doesNotContainKey(EditRules.REQUEST_MARK);
    }

    /** Each stage keeps the order of what has the same key: a replay comes after what was about the same before, and before what comes now. */
    @Test
    void replaysUnderTheKeyOfTheFirstTime() throws Exception {
        Letter request = new Letter("inbox/stripe/evt_9/map", DeadLetterBox.INBOX, "inbox-map", "inbox", "invoice.paid", "evt_9", null,
                records.json.valueToTree(new StoredRequest(Map.of("hub-source", "stripe", StoredRequest.KEY, "cus_1"), new byte[] {1})), "mapping_failed", "why", "hub.inbox-0@9");
        box().keep(request);
        Delivery deal = new Delivery("e9/hubspot/subscription", "hubspot", "subscription", "e9", "trial.started", "user-9", Records.NOON, null, null, null, 0,
                "subscription:sub_1", "deals", records.json.createObjectNode());
        org.apache.camel.Exchange exchange = records.found(deal);
        records.fail(exchange, com.versaai.hub.provider.FaultClass.PERMANENT);
        records.outcomes.deadLetter(exchange);

        assertThat(letters.replay(records.deliveries.find(request.id()), "ops")).isTrue();
        assertThat(letters.replay(found(deal), "ops")).isTrue();

        assertThat(published).extracting(Published::topic, Published::key)
                .containsExactly(org.assertj.core.api.Assertions.tuple("hub.inbox", "cus_1"), org.assertj.core.api.Assertions.tuple("hub.deliveries.hubspot", "deals/subscription:sub_1"));
    }

    @Test
    void sendsTheMarkOfAnEditAlong() throws Exception {
        Letter request = request("evt_1");
        box().keep(request);
        letters.edit(records.deliveries.find(request.id()), records.json.valueToTree(new StoredRequest(Map.of("hub-source", "stripe"), new byte[] {2})), FORGER);

        assertThat(letters.replay(records.deliveries.find(request.id()), "ops")).isTrue();

        assertThat(published.get(0).value()).isEqualTo("\u0002");
        assertThat(published.get(0).headers()).containsEntry(EditRules.REQUEST_MARK, "forger");
    }

    private DeadLetterBox box() {
        return new DeadLetterBox(records.store, told::add, records.json, records.clock);
    }

    private Letter request(String eventId) {
        return request(eventId, "hub.inbox-0@1");
    }

    private Letter request(String eventId, String record) {
        return new Letter("inbox/stripe/" + eventId + "/map", DeadLetterBox.INBOX, "inbox-map", "inbox", "invoice.paid", eventId, null,
                records.json.valueToTree(new StoredRequest(Map.of("hub-source", "stripe"), new byte[] {1})), "mapping_failed", "no amount", record);
    }

    private Found found(Delivery delivery) {
        return records.deliveries.find(delivery.id());
    }
}
