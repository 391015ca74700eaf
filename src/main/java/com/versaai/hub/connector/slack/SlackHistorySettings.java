package com.versaai.hub.connector.slack;

import com.versaai.hub.provider.Secrets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.convert.DurationStyle;

/**
 * What is read of the history, and how fast ({@code hub.provider.slack.history-*}).
 *
 * @param channels    ids; none: nothing is read
 * @param every       between two passes over a channel
 * @param lookBack    how far before the last pass each one begins: edits, replies and what Slack's own clock put a little earlier
 * @param first       how far back the very first pass of a channel goes
 * @param kept        how long Slack shows messages; what is older is a gap
 * @param perMinute   calls of each method a minute
 * @param page        messages a call
 */
record SlackHistorySettings(List<String> channels, Duration every, Duration lookBack, Duration first, Duration kept, int perMinute, int page) {

    private static final String PREFIX = "hub.provider.slack.history-";
    private static final int MOST_PAGE = 999;
    private static final int MOST_CALLS = 6000;

    /** @throws IllegalArgumentException naming the setting that can't be used */
    static SlackHistorySettings of(Secrets settings) {
        List<String> channels = !settings.has(PREFIX + "channels") ? List.of()
                : Arrays.stream(settings.value(PREFIX + "channels").split(",")).map(String::strip).filter(channel -> !channel.isEmpty()).distinct().toList();
        channels.stream().filter(channel -> !channel.matches("[CDG][A-Z0-9]{2,20}")).findFirst().ifPresent(channel -> {
            throw new IllegalArgumentException(PREFIX + "channels: \"" + channel + "\" is no channel's id; Slack shows it at the end of a channel's details, C0123456789");
        });
        return new SlackHistorySettings(channels, time(settings, "every", "5m"), time(settings, "look-back", "10m"), time(settings, "first", "1d"),
                time(settings, "kept", "90d"), number(settings, "calls-per-minute", 1, MOST_CALLS), number(settings, "page", 15, MOST_PAGE));
    }

    private static Duration time(Secrets settings, String name, String usual) {
        return read(settings, name, usual, text -> {
            Duration time = DurationStyle.detectAndParse(text);
            if (time.isNegative()) {
                throw new IllegalArgumentException();
            }
            return time;
        });
    }

    private static int number(Secrets settings, String name, int usual, int most) {
        return read(settings, name, String.valueOf(usual), text -> {
            int number = Integer.parseInt(text);
            if (number < 1 || number > most) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    private static <T> T read(Secrets settings, String name, String usual, Function<String, T> reading) {
        String text = settings.has(PREFIX + name) ? settings.value(PREFIX + name).strip() : usual;
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": \"" + text + "\" can't be used; the usual value is " + usual, e);
        }
    }
}
