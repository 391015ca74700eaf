package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Events of src/test/resources/fixtures/events, and the mappings of routes/connectors as an application would have them. */
public final class Fixtures {

    static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private static final Path EVENTS = Path.of("src/test/resources/fixtures/events");

    private Fixtures() {
    }

    /** The event of that file. */
    public static Event event(String name) {
        try {
            return JSON.readValue(EVENTS.resolve(name + ".json").toFile(), Event.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, by the files' names. */
    public static List<Event> events() {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().map(Fixtures::event).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fixture with some data fields replaced; a null value removes one. */
    static Event event(String name, String field, Object value) {
        Event event = event(name);
        Map<String, Object> data = new HashMap<>(event.data());
        data.put(field, value);
        return with(event, event.type(), event.subject(), event.time(), data);
    }

    /** That event, changed. */
    public static Event with(Event e, String type, String subject, Instant time, Map<String, Object> data) {
        return new Event(e.specversion(), e.id(), e.source(), type, subject, time, e.datacontenttype(), data, e.originid(),
                e.correlationid(), e.dataversion(), e.tenant(), e.traceparent(), null);
    }

    /** Those of the repository, with these settings (key, value, …). */
    public static Mappings mappings(String... settings) {
        return mappings(Path.of("routes/connectors"), settings);
    }

    /** Those of another folder of connectors. */
    public static Mappings mappings(Path location, String... settings) {
        MappingSettings bound = settings(settings);
        MappingSettings.Language texts = bound.texts();
        return new Mappings(location, JqFunctions.rootScope(new Texts(texts.locale()), new Spelling(texts.numbers()), JSON.valueToTree(bound)), JSON);
    }

    static MappingSettings settings(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("hub", MappingSettings.class);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
