package com.versaai.hub.connector.slack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The two addresses of an installation, for people's browsers. Their pages are fixed texts: nothing of a request comes back in them. */
@Controller
@ConditionalOnProperty("hub.slack.oauth.enabled")
class SlackInstallController {

    /** With this prefix a browser takes it from this very host only, and over TLS. */
    static final String COOKIE = "__Host-hub-slack";
    private final SlackInstall install;

    SlackInstallController(SlackInstall install) {
        this.install = install;
    }

    /** An operator's link. */
    @GetMapping("/slack/install")
    ResponseEntity<byte[]> begin(HttpMethod method, @RequestParam(name = "code", required = false) String code, @CookieValue(name = COOKIE, required = false) String cookie) {
        if (method != HttpMethod.GET) {
            return refused();
        }
        // One for all tabs: a second link does not end the first one's.
        String browser = install.browser(cookie);
        Optional<URI> consent = install.begin(code, browser);
        if (consent.isEmpty()) {
            return page(SlackInstall.End.LINK);
        }
        ResponseCookie remembered = ResponseCookie.from(COOKIE, browser).httpOnly(true).secure(true).sameSite("Lax").path("/").maxAge(SlackInstall.STATE).build();
        return ResponseEntity.status(302).location(consent.get()).header(HttpHeaders.SET_COOKIE, remembered.toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store").header("Referrer-Policy", "no-referrer").build();
    }

    /** Where Slack sends the browser back to. */
    @GetMapping("/slack/oauth/callback")
    ResponseEntity<byte[]> finish(HttpMethod method, @RequestParam(name = "code", required = false) String code,
            @RequestParam(name = "state", required = false) String state, @RequestParam(name = "error", required = false) String error,
            @CookieValue(name = COOKIE, required = false) String cookie) {
        if (method != HttpMethod.GET) {
            return refused();
        }
        return page(install.finish(code, state, error, cookie));
    }

    /** Spring gives HEAD to whoever takes GET; one that only looks must use nothing up. */
    private static ResponseEntity<byte[]> refused() {
        return ResponseEntity.status(405).allow(HttpMethod.GET).build();
    }

    private static ResponseEntity<byte[]> page(SlackInstall.End end) {
        String html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Slack</title></head><body><p>" + end.text + "</p></body></html>";
        return ResponseEntity.status(end.status).header(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8").header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer").body(html.getBytes(StandardCharsets.UTF_8));
    }
}
