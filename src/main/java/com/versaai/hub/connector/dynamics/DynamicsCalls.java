package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.Payload;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Speaks OData on the way: no header of a message goes out, nor does one of an answer come in. What a call asks for beyond its address is the first step
 * of its symbolic path; what an answer without a body says in its headers becomes one, {@code {"@odata.id", "@odata.version"}}.
 */
record DynamicsCalls(DescribedCalls calls) implements DescribedCalls {

    static final String ID = "@odata.id";
    static final String VERSION = "@odata.version";

    private static final String ODATA_VERSION = "OData-Version";
    private static final Pattern ASKED = Pattern.compile("/(either|new|there)-(any|quiet|heeding)(/.*)");

    /**
     * The first step of a path.
     *
     * @param exists   true: only if it is there, false: only if it isn't; null: either way
     * @param suppress whether duplicate rules are to keep quiet; null where nothing is written that they are about
     */
    static String asking(Boolean exists, Boolean suppress) {
        return (exists == null ? "either" : exists ? "there" : "new") + '-' + (suppress == null ? "any" : suppress ? "quiet" : "heeding");
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        calls.configureHttpClient(client);
        client.addExecInterceptorFirst("odata", DynamicsCalls::speak);
    }

    @Override
    public HttpClientConfigurer described(ExecChainHandler instead) {
        HttpClientConfigurer described = calls.described(instead);
        return client -> {
            described.configureHttpClient(client);
            client.addExecInterceptorFirst("odata", DynamicsCalls::speak);
        };
    }

    private static ClassicHttpResponse speak(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        Matcher asked = ASKED.matcher(request.getPath());
        if (!asked.matches()) {
            throw new HttpException("the path does not say what is asked for");
        }
        request.setPath(asked.group(3));
        request.setHeader("Accept", "application/json");
        request.setHeader(ODATA_VERSION, "4.0");
        request.setHeader("OData-MaxVersion", "4.0");
        if (!asked.group(1).equals("either")) {
            request.setHeader(asked.group(1).equals("new") ? "If-None-Match" : "If-Match", "*");
        }
        if (!asked.group(2).equals("any")) {
            request.setHeader("MSCRM.SuppressDuplicateDetection", String.valueOf(asked.group(2).equals("quiet")));
        }
        return told(chain.proceed(request, scope));
    }

    private static ClassicHttpResponse told(ClassicHttpResponse answer) {
        if (answer.getCode() == HttpStatus.SC_NO_CONTENT) {
            ObjectNode said = Payload.object();
            put(said, ID, answer.getFirstHeader("OData-EntityId"));
            put(said, VERSION, answer.getFirstHeader(ODATA_VERSION));
            if (!said.isEmpty()) {
                answer.setEntity(new ByteArrayEntity(Payload.bytes(said), ContentType.APPLICATION_JSON));
            }
        }
        return answer;
    }

    private static void put(ObjectNode said, String name, Header header) {
        if (header != null) {
            said.put(name, header.getValue());
        }
    }
}
