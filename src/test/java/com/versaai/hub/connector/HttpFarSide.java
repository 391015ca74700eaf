package com.versaai.hub.connector;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import java.util.stream.Stream;

/** What arrived over HTTP. */
abstract class HttpFarSide implements FarSide {

    abstract WireMockServer server();

    private Stream<Request> requests() {
        return server().getAllServeEvents().stream().map(ServeEvent::getRequest);
    }

    @Override
    public List<String> arrived() {
        return requests().map(request -> String.join("\n", request.getMethod() + " " + request.getUrl(), request.getHeaders().toString(),
                request.getBodyAsString())).toList();
    }

    @Override
    public List<String> credentials() {
        return requests().map(request -> request.getHeader("Authorization")).filter(value -> value != null && value.contains(" "))
                .map(value -> value.substring(value.indexOf(' ') + 1)).distinct().toList();
    }
}
