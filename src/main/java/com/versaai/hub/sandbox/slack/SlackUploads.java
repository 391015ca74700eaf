package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files in three steps: an address for so many bytes, which needs no token and takes just these; the bytes; and the word that the file is whole. The
 * first reads no JSON. Thread-safe.
 */
final class SlackUploads {

    static final String ADDRESS = "files.getUploadURLExternal";
    static final String COMPLETE = "files.completeUploadExternal";

    private final Set<String> channels;
    private final Ledger ledger;
    private final Map<String, Upload> uploads = new HashMap<>();

    SlackUploads(Set<String> channels, Ledger ledger) {
        this.channels = channels;
        this.ledger = ledger;
    }

    private record Upload(String name, int length, String bytes) {
    }

    synchronized Answer address(Call call, ObjectNode given, boolean json) {
        ObjectNode arguments = json ? given.objectNode() : given;
        String name = arguments.path("filename").asText("");
        int length = arguments.path("length").asInt(0);
        if (name.isEmpty() || length < 1) {
            return refused("missing_argument");
        }
        String id = "F0" + Integer.toString(1000 + uploads.size());
        uploads.put(id, new Upload(name, length, null));
        return Answer.json(200, Map.of("ok", true, "upload_url", call.origin() + "/slack/upload/v1/" + id, "file_id", id));
    }

    synchronized Answer bytes(Call call, List<String> parts) {
        Upload upload = parts.size() == 3 ? uploads.get(parts.get(2)) : null;
        if (upload == null || !call.is("POST")) {
            return Answer.of(404, "text/plain; charset=utf-8", "not found");
        }
        if (call.body().length != upload.length) {
            return Answer.of(400, "text/plain; charset=utf-8", "size mismatch");
        }
        uploads.put(parts.get(2), new Upload(upload.name, upload.length, call.text()));
        return Answer.of(200, "text/plain; charset=utf-8", "OK - " + upload.length);
    }

    synchronized Answer complete(ObjectNode arguments) {
        JsonNode file = arguments.at("/files/0");
        Upload upload = uploads.get(file.path("id").asText(""));
        if (upload == null || upload.bytes == null) {
            return refused("file_not_found");
        }
        String channel = arguments.path("channel_id").asText("");
        if (channels.stream().noneMatch(name -> SlackSimulator.channelId(name).equals(channel))) {
            return refused("channel_not_found");
        }
        ledger.once("file|" + file.path("id").asText(), upload.name + '|' + upload.bytes);
        return Answer.json(200, Map.of("ok", true, "files", List.of(Map.of("id", file.path("id").asText(), "title", file.path("title").asText()))));
    }

    private Answer refused(String error) {
        ledger.refuse(200, error);
        return Answer.json(200, Map.of("ok", false, "error", error));
    }
}
