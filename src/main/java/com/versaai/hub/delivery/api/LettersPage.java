package com.versaai.hub.delivery.api;

import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.gateway.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page that alerts link to: open dead letters of one destination, class and code. It only shows, and no payloads; guarded like
 * the rest of {@code /catalog}.
 */
@Controller
class LettersPage {

    private static final int MOST = 200;
    private static final int LONGEST = 300;

    private final DeliveryQueries deliveries;

    LettersPage(DeliveryQueries deliveries) {
        this.deliveries = deliveries;
    }

    /** What the page shows of one. */
    record Letter(String id, String deliveryId, String type, String faultClass, String code, String cause, int attempts, Instant updated) {
    }

    /** @param more whether there are others that are not shown */
    record Letters(List<Letter> items, boolean more) {
    }

    @GetMapping("/catalog/letters")
    String page() {
        return "forward:/catalog/letters.html";
    }

    /** The latest first. */
    @GetMapping("/catalog/letters.json")
    ResponseEntity<Letters> letters(@RequestParam(required = false) String destination, @RequestParam(name = "class", required = false) String faultClass,
                                    @RequestParam(required = false) String code) {
        String known = text(faultClass);
        Filter filter = Filter.dead(text(destination), null, known == null ? null : known.toLowerCase(Locale.ROOT), text(code), null, null);
        List<Found> found = deliveries.list(filter, MOST + 1, 0);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
                .body(new Letters(found.stream().limit(MOST).map(LettersPage::letter).toList(), found.size() > MOST));
    }

    private static Letter letter(Found found) {
        return new Letter(found.deadLetterId(), found.id(), found.type(), found.faultClass(), found.code(), found.message(),
                found.attempts(), found.updatedAt());
    }

    /** PostgreSQL refuses NUL. */
    private static String text(String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new ProblemException(400, "malformed", "A condition has at most " + LONGEST + " characters.", null);
        }
        return value;
    }
}
