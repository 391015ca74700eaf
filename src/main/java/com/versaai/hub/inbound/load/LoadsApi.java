package com.versaai.hub.inbound.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.gateway.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** The operations of {@code openapi/hub.yaml} about first loads. Bean {@code loadOperations}. */
class LoadsApi {

    private final Loads loads;
    private final LoadSources sources;
    private final JsonRequests json = new JsonRequests();

    LoadsApi(Loads loads, LoadSources sources) {
        this.loads = loads;
        this.sources = sources;
    }

    /** The contract's list of them. */
    record Items(List<LoadView> items) {
    }

    public Object startLoad(Exchange exchange) {
        JsonNode body = json.object(exchange);
        String source = text(body, "source");
        String object = text(body, "object");
        if (sources.place(source, object) == null) {
            throw malformed("object", "of that source can't be loaded; there are " + sources.all());
        }
        LoadView view = LoadView.of(turned(() -> loads.start(source, object, exchange.getProperty("hub.caller", String.class))));
        exchange.setProperty("load", view.id());
        return view;
    }

    public Object listLoads() {
        return new Items(loads.list().stream().map(LoadView::of).toList());
    }

    public Object getLoad(Exchange exchange) {
        return LoadView.of(turned(() -> loads.find(PathId.of(exchange, "id"))));
    }

    public Object stopLoad(Exchange exchange) {
        return LoadView.of(turned(() -> loads.stop(PathId.of(exchange, "id"))));
    }

    public Object resumeLoad(Exchange exchange) {
        return LoadView.of(turned(() -> loads.resume(PathId.of(exchange, "id"))));
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual() || !value.asText().matches("[\\w-]{1,80}")) {
            throw malformed(name, "must be a name");
        }
        return value.asText();
    }

    private static ProblemException malformed(String name, String problem) {
        return new ProblemException(400, "malformed", name + " " + problem + ".", null, Map.of("parameter", name));
    }

    private static Load turned(Supplier<Load> turn) {
        Load load;
        try {
            load = turn.get();
        } catch (Loads.RefusedException e) {
            throw new ProblemException(409, "conflict", e.getMessage(), null);
        }
        if (load == null) {
            throw new ProblemException(404, "not-found", "There is no load by this id.", null);
        }
        return load;
    }
}
