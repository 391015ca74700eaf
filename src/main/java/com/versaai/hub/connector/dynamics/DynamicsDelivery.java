package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * One delivery's calls, one after the other: each answer says which is next. Done from the beginning again it comes to the same end, wherever it
 * was broken off.
 */
final class DynamicsDelivery {

    /** Tables that Dynamics' own duplicate rules are about, which have this column. */
    private static final Set<String> SEARCHED = Set.of("leads", "contacts", "accounts");
    private static final String EMAIL = "emailaddress1";
    private static final int MOST_HITS = 20;
    private static final int OPEN = 0;
    private static final int WON = 1;

    private enum Step { UPSERT, SEARCH, UPDATE, LOOK, WIN }

    /**
     * A call to make.
     *
     * @param path     below the API's version
     * @param query    null for none
     * @param exists   true: only if it is there, false: only if it isn't; null: either way
     * @param suppress whether duplicate rules are to keep quiet; null where nothing is written that they are about
     * @param body     null for none
     */
    record Call(String method, String path, String query, Boolean exists, Boolean suppress, ObjectNode body) {
    }

    private final Deque<DynamicsRow> rows;
    private final String keyColumn;
    private final boolean detecting;
    private Step step;
    private boolean again;
    private ProviderException refusal;
    private String updated;

    /**
     * @param rows      at least one
     * @param keyColumn that each table has an alternate key of
     * @param detecting whether duplicate rules are to be heeded
     */
    DynamicsDelivery(List<DynamicsRow> rows, String keyColumn, boolean detecting) {
        this.rows = new ArrayDeque<>(rows);
        this.keyColumn = keyColumn;
        this.detecting = detecting;
    }

    private DynamicsRow row() {
        return rows.getFirst();
    }

    Call first() {
        step = Step.UPSERT;
        // What is to be closed is written once: Dynamics refuses to change what is closed. What is only referred to is people's to change.
        Boolean exists = row().closing() == null && row().lookup() == null ? null : Boolean.FALSE;
        return new Call("PATCH", row().path(keyColumn), null, exists, !detecting, row().fields());
    }

    /**
     * The next call; null when all is there.
     *
     * @throws ProviderException when it can't be
     */
    Call after(DynamicsReply reply) {
        return switch (step) {
            case UPSERT -> afterUpsert(reply);
            case SEARCH -> afterSearch(reply);
            case UPDATE -> afterUpdate(reply);
            case LOOK -> afterLook(reply);
            case WIN -> afterWin(reply);
        };
    }

    private Call afterUpsert(DynamicsReply reply) {
        if (reply.isSuccess()) {
            return written(reply.written(row()));
        }
        String code = reply.code();
        refusal = reply.refused();
        if (DynamicsFaults.DUPLICATE_BY_RULE.equals(code)) {
            return search();
        }
        Fault said = refusal.fault();
        if (row().isNote() && DynamicsFaults.NO_SUCH_KEY.equals(code) && said.message().contains("specified key values does not exist")) {
            throw new ProviderException(DynamicsRow.DYNAMICS, new Fault(FaultClass.TRANSIENT, said.status(), said.code(),
                    "the record that the note is for is not there yet: " + said.message(), said.retryAfter(), said.answer()));
        }
        boolean key = DynamicsFaults.DUPLICATE_KEYS.contains(code);
        if (reply.status() == 412 && (key || code.isEmpty())) {
            if (row().lookup() != null) {
                return next(row().set() + '(' + keyColumn + "='" + row().key() + "')");
            }
            if (row().closing() != null) {
                step = Step.LOOK;
                return new Call("GET", row().path(keyColumn), "$select=statecode", null, null, null);
            }
        }
        if (key && !again) {
            // Another has made it at the same moment: now it is there. If it is another key of the table, that is said again.
            again = true;
            return first();
        }
        throw refusal;
    }

    private Call search() {
        JsonNode email = row().fields().path(EMAIL);
        if (!SEARCHED.contains(row().set()) || !email.isTextual()) {
            throw refusal;
        }
        step = Step.SEARCH;
        String wanted = Payload.encoded("'" + email.asText().replace("'", "''") + "'");
        return new Call("GET", row().set(), "$select=" + row().idColumn() + ',' + keyColumn + "&$filter=" + EMAIL + "%20eq%20" + wanted
                + "&$orderby=createdon%20asc&$top=" + MOST_HITS, null, null, null);
    }

    /** The one with this key, else the oldest that has none: one with another key is somebody else's. */
    private Call afterSearch(DynamicsReply reply) {
        requireSuccess(reply);
        JsonNode found = reply.json().path("value");
        reply.answer().requireJson(found.isArray(), "the rows that were searched", 200);
        String free = null;
        for (JsonNode one : found) {
            String id = one.path(row().idColumn()).asText("");
            reply.answer().require(id.matches(DynamicsReply.ID), "rows with their ids");
            String key = one.path(keyColumn).asText("");
            if (key.equalsIgnoreCase(row().key())) {
                return update(id);
            }
            free = free == null && (key.isEmpty() || one.path(keyColumn).isNull()) ? id : free;
        }
        if (free == null) {
            Fault said = refusal.fault();
            throw new ProviderException(DynamicsRow.DYNAMICS, new Fault(FaultClass.PERMANENT, said.status(), said.code(),
                    (found.isEmpty() ? "a duplicate rule names a record that the e-mail does not find" : "the record of this e-mail has another key")
                    + ": merge the two there, or set duplicate-detection=false, and replay", null, said.answer()));
        }
        return update(free);
    }

    private Call update(String id) {
        step = Step.UPDATE;
        updated = row().set() + '(' + id + ')';
        ObjectNode body = row().lookup() == null ? row().fields().deepCopy() : Payload.object();
        // So that the key finds it the next time.
        body.put(keyColumn, row().key());
        return new Call("PATCH", updated, null, true, true, body);
    }

    private Call afterUpdate(DynamicsReply reply) {
        if (reply.isSuccess()) {
            reply.written(row());
            return written(updated);
        }
        Fault said = reply.fault();
        if (reply.status() == 404) {
            throw new ProviderException(DynamicsRow.DYNAMICS, new Fault(FaultClass.TRANSIENT, said.status(), said.code(),
                    "the record was deleted meanwhile; the next attempt makes it anew", said.retryAfter(), said.answer()));
        }
        throw new ProviderException(DynamicsRow.DYNAMICS, said);
    }

    /** It was there before: made by an attempt that was broken off, or long ago. */
    private Call afterLook(DynamicsReply reply) {
        if (reply.status() == 404) {
            // Not this key was taken, but another one of the table.
            throw refusal;
        }
        requireSuccess(reply);
        String id = reply.json().path(row().idColumn()).asText("");
        JsonNode state = reply.json().path("statecode");
        reply.answer().requireJson(id.matches(DynamicsReply.ID) && state.isIntegralNumber(), "the row with its id and statecode", 200);
        return switch (state.asInt()) {
            case OPEN -> update(id);
            case WON -> next(row().set() + '(' + id + ')');
            default -> throw new ProviderException(DynamicsRow.DYNAMICS, new Fault(FaultClass.PERMANENT, reply.status(), "opportunity_closed",
                    "the opportunity was closed there otherwise than as won: reopen it, and replay", null, null));
        };
    }

    private Call written(String reference) {
        DynamicsRow.Closing closing = row().closing();
        if (closing == null) {
            return next(reference);
        }
        step = Step.WIN;
        ObjectNode action = Payload.object().put("Status", closing.reason());
        ObjectNode close = closing.close().deepCopy();
        close.put("opportunityid@odata.bind", '/' + reference);
        action.set("OpportunityClose", close);
        return new Call("POST", "WinOpportunity", null, null, null, action);
    }

    private Call afterWin(DynamicsReply reply) {
        requireSuccess(reply);
        reply.answer().require(reply.status() == 204 && reply.json().has(DynamicsCalls.VERSION), "204 with OData-Version");
        return next(null);
    }

    private Call next(String reference) {
        String lookup = rows.removeFirst().lookup();
        if (rows.isEmpty()) {
            return null;
        }
        again = false;
        if (lookup != null) {
            rows.getLast().fields().put(lookup + "@odata.bind", '/' + reference);
        }
        return first();
    }

    private static void requireSuccess(DynamicsReply reply) {
        if (!reply.isSuccess()) {
            throw reply.refused();
        }
    }

    /** Without payload and key. */
    @Override
    public String toString() {
        return "DynamicsDelivery[" + rows.size() + " rows, " + step + ']';
    }
}
