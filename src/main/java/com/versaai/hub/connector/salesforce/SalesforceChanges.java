package com.versaai.hub.connector.salesforce;

import com.versaai.hub.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes {@code crm.record.changed} of what Salesforce tells, by whichever way. Of what a record holds only listed fields get into it. */
final class SalesforceChanges {

    static final Pattern API_NAME = Pattern.compile("[A-Za-z]\\w{0,79}");

    private static final String CRM = "salesforce";
    private static final int LONGEST_VALUE = 1000;

    private final Set<String> carried;

    /** @param carried fields whose values are carried, {@code salesforce.<object>.<field>} */
    SalesforceChanges(List<String> carried) {
        this.carried = Set.copyOf(carried);
    }

    /** Fields of an object whose values are carried, in order. */
    List<String> carried(String object) {
        String begin = CRM + '.' + object + '.';
        return carried.stream().filter(name -> name.startsWith(begin)).map(name -> name.substring(begin.length()))
                .filter(name -> API_NAME.matcher(name).matches()).sorted().toList();
    }

    /** A change of one record, without fields so far. */
    Change of(String object, String id, String change) {
        return new Change(object, id, change);
    }

    /** What is known of one change. */
    final class Change {

        private final String object;
        private final String id;
        private final String change;
        private final List<String> fields = new ArrayList<>();
        private final Map<String, Object> values = new TreeMap<>();
        private final Map<String, Object> more = new LinkedHashMap<>();

        private Change(String object, String id, String change) {
            this.object = object;
            this.id = id;
            this.change = change;
        }

        /** A field that changed. */
        void field(String name) {
            fields.add(name);
        }

        /** What a field holds, if that may be carried. */
        void value(String name, String value) {
            if (carried.contains(CRM + '.' + object + '.' + name)) {
                values.put(name, value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE));
            }
        }

        /** Something else that is known; null is nothing. */
        void add(String name, Object value) {
            if (value != null) {
                more.put(name, value);
            }
        }

        /** What may be carried, and what else is known. */
        void into(Map<String, Object> data) {
            if (!values.isEmpty()) {
                data.put("values", values);
            }
            data.putAll(more);
        }

        /** @param originid Salesforce's id of it: the same again is the same event */
        Event event(String source, String originid, Instant time, String organization) {
            Map<String, Object> data = new LinkedHashMap<>(Map.of("crm", CRM, "object", object, "id", id, "change", change));
            if (!fields.isEmpty()) {
                data.put("fields", List.copyOf(fields));
            }
            into(data);
            return Event.of(source, originid, "crm.record.changed", CRM + '-' + object + '-' + id, time, data).within(organization, null);
        }
    }
}
